using System;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Formatting;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Views;

/// <summary>Colour only where the host has it and the person wants it. $PSStyle and NO_COLOR belong to the process.</summary>
[Collection(nameof(ProcessState))]
public sealed class ColourTests
{
    private const string Red = "\u001b[91m";
    private const string Exports = "Get-PHBatchExport | Format-Table";

    [Theory]
    [InlineData(true, "Host", null, true)]
    [InlineData(true, "Host", "", true)]
    [InlineData(true, "Host", "1", false)]
    [InlineData(true, "Ansi", null, true)]
    [InlineData(true, "Ansi", "1", true)]
    [InlineData(true, "PlainText", null, false)]
    [InlineData(true, "PlainText", "1", false)]
    [InlineData(false, "Host", null, false)]
    [InlineData(false, "Ansi", null, false)]
    [InlineData(false, "PlainText", null, false)]
    public void A_failed_export_is_red_where_colours_are_shown(bool terminal, string rendering, string? noColour, bool coloured)
    {
        using var environment = new EnvironmentScope(("NO_COLOR", noColour));
        using var screen = new Screen(terminal, rendering);

        string text = screen.Show(Exports);

        Assert.Contains("events-to-s3", text, StringComparison.Ordinal);
        Assert.Equal(coloured, text.Contains(Red, StringComparison.Ordinal));
        // The formatter takes sequences out where it is told to: the module must not have put them in to begin with.
        Assert.Equal(coloured ? Red + "Failed\u001b[0m" : "Failed", ViewText.State("Failed", screen.Context));
    }

    [Fact]
    public void Colours_do_not_move_columns()
    {
        using var environment = new EnvironmentScope(("NO_COLOR", null));
        using var screen = new Screen(terminal: true, "Host");
        string coloured = screen.Show(Exports);
        screen.Rendering = "PlainText";
        string plain = screen.Show(Exports);

        Assert.NotEqual(plain, coloured);
        // Headers are painted by the formatter itself, whatever the setting.
        Assert.Equal(Lines(Ansi.Strip(plain)), Lines(Ansi.Strip(coloured)));
    }

    [Fact]
    public void Colours_end_where_the_cell_does()
    {
        using var environment = new EnvironmentScope(("NO_COLOR", null));
        using var screen = new Screen(terminal: true, "Host");
        Assert.All(screen.Show(Exports).Split('\n').Where(l => l.Contains(Red, StringComparison.Ordinal)), line =>
            Assert.True(line.LastIndexOf("\u001b[0m", StringComparison.Ordinal) > line.LastIndexOf(Red, StringComparison.Ordinal), line));
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(l => l.TrimEnd())];

    /// <summary>A shell on a screen that does or does not show colours, with a sandbox in which no time passes.</summary>
    private sealed class Screen : IDisposable
    {
        private readonly RecordingUI _ui;
        private readonly Shell _shell;
        private readonly string _before;

        internal Screen(bool terminal, string rendering)
        {
            _ui = new RecordingUI(160, terminal);
            _shell = Shell.Open(new ShellOptions { UI = _ui });
            _before = _shell.Run("\"$($PSStyle.OutputRendering)\"").Clean().As<string>().Single();
            Rendering = rendering;
            _shell.Run("Connect-PostHog -Sandbox -SandboxSpeed 0.001").Clean();
        }

        internal EngineIntrinsics Context => (EngineIntrinsics)_shell.Run("$ExecutionContext").Single.BaseObject;

        internal string Rendering
        {
            set => _shell.Run($"$PSStyle.OutputRendering = '{value}'").Clean();
        }

        public void Dispose()
        {
            Rendering = _before;
            _shell.Dispose();
        }

        internal string Show(string line)
        {
            _ui.TakeText();
            _shell.Show(line);
            return _ui.TakeText();
        }
    }
}
