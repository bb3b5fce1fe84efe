using System;
using System.Collections.Generic;
using System.Management.Automation.Host;
using System.Text;

namespace PostHogPS.Hosting;

/// <summary>Lines that are drawn over the ones before them. Whatever ends the command, the last ones stay.</summary>
internal sealed class LiveScreen
{
    private const int LeastWidth = 40;

    private readonly PSHostUserInterface _ui;
    private int _drawn;
    private int _width;

    private LiveScreen(PSHostUserInterface ui) => _ui = ui;

    internal int Width => Math.Max(LeastWidth, _ui.RawUI.WindowSize.Width);

    internal int Height => Math.Max(5, _ui.RawUI.WindowSize.Height);

    internal int Cells(string text) => _ui.RawUI.LengthInBufferCells(text);

    /// <summary>The screen of a host that can redraw; null where output goes to a file, a log or a host without a screen.</summary>
    internal static LiveScreen? Create(PSHost host)
    {
        try
        {
            return host.UI is { SupportsVirtualTerminal: true } ui && !Console.IsOutputRedirected && ui.RawUI.WindowSize.Width >= LeastWidth
                ? new LiveScreen(ui) : null;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or NotSupportedException or InvalidOperationException)
        {
            // A host without a screen says so in its own way.
            _ = e;
            return null;
        }
    }

    internal void Draw(IReadOnlyCollection<string> lines)
    {
        var text = new StringBuilder();
        // In a window of another width the old lines have been wrapped, and their height is unknown.
        if (_drawn > 0 && _width == Width)
            text.Append("\u001b[").Append(_drawn).Append('A');
        foreach (string line in lines)
            text.Append('\r').Append(line).Append("\u001b[K\n");
        text.Append("\u001b[J");
        _ui.Write(text.ToString());
        _drawn = lines.Count;
        _width = Width;
    }
}
