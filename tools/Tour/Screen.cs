using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using PostHogPS.TestHost;

namespace PostHogPS.Tour;

/// <summary>The reader's terminal, or the file or pipe that the output goes to.</summary>
internal sealed class Screen : PSHostUserInterface
{
    private const int WidthOfPlainText = 130;

    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private readonly ProgressDisplay _progress;

    internal Screen()
    {
        int width = _isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : WidthOfPlainText;
        RawUI = new FixedRawUI(width);
        _progress = new ProgressDisplay(_isTerminal, width);
    }

    public override PSHostRawUserInterface RawUI { get; }

    public override bool SupportsVirtualTerminal => _isTerminal;

    public override void Write(string value)
    {
        _progress.Clear();
        Console.Write(_isTerminal ? value : Ansi.Strip(value));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteLine(Colour("31", value));

    public override void WriteDebugLine(string message) => WriteLine(Colour("33", "DEBUG: " + message));

    public override void WriteVerboseLine(string message) => WriteLine(Colour("33", "VERBOSE: " + message));

    public override void WriteWarningLine(string message) => WriteLine(Colour("33", "WARNING: " + message));

    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    public override string ReadLine() => Console.ReadLine() ?? "";

    public override SecureString ReadLineAsSecureString()
    {
        SecureString secret = new();
        if (Console.IsInputRedirected)
        {
            foreach (char c in ReadLine())
                secret.AppendChar(c);
            return secret;
        }

        for (ConsoleKeyInfo key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
                secret.RemoveAt(secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.AppendChar(key.KeyChar);
        }

        WriteLine("");
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        if (!string.IsNullOrEmpty(caption))
            WriteLine(caption);
        if (!string.IsNullOrEmpty(message))
            WriteLine(message);

        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in descriptions)
        {
            Write(field.Name + ": ");
            answers[field.Name] = field.ParameterTypeName == nameof(SecureString)
                ? PSObject.AsPSObject(ReadLineAsSecureString())
                : PSObject.AsPSObject(ReadLine());
        }

        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteLine("");
        WriteLine(caption);
        WriteLine(message);
        List<string> keys = [];
        List<string> offers = [];
        foreach (ChoiceDescription choice in choices)
        {
            int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
            string key = mark >= 0 ? choice.Label.Substring(mark + 1, 1).ToUpperInvariant() : choice.Label;
            keys.Add(key);
            offers.Add("[" + key + "] " + choice.Label.Replace("&", "", StringComparison.Ordinal));
        }

        while (true)
        {
            Write(string.Join("  ", offers) + (defaultChoice >= 0 ? " (default is \"" + keys[defaultChoice] + "\"): " : ": "));
            string? answer = Console.ReadLine();
            if (answer is null)
                throw new HostException("The input ended at a prompt. Use -Confirm:$false to go on without one.");
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;

            int index = keys.FindIndex(k => string.Equals(k, answer.Trim(), StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
                return index;
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        WriteLine(caption);
        WriteLine(message);
        if (string.IsNullOrEmpty(userName))
        {
            Write("User: ");
            userName = ReadLine();
        }

        Write(string.Format(CultureInfo.InvariantCulture, "Password for {0}: ", userName));
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    internal void WriteComment(string text) => WriteLine(Colour("32", text));

    internal void EndProgress() => _progress.Clear();

    private string Colour(string code, string text) => _isTerminal ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
}
