using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace PostHogPS.TestHost;

/// <summary>
/// Keeps what a person would have seen and answers prompts from a script. A prompt that nobody scripted an answer for
/// fails the pipeline: a test must never wait for a person.
/// </summary>
/// <param name="width">Columns of the screen.</param>
/// <param name="virtualTerminal">Whether the screen is said to show colours.</param>
public sealed class RecordingUI(int width, bool virtualTerminal = false) : PSHostUserInterface
{
    private readonly FixedRawUI _screen = new(width);
    private readonly StringBuilder _text = new();
    private readonly object _gate = new();

    /// <summary>Answers to come: for choices the label or its hot key ("Y", "No"), for questions the text.</summary>
    public ConcurrentQueue<string> Answers { get; } = new();

    /// <summary>Every prompt shown, caption and message.</summary>
    public ConcurrentQueue<string> Prompts { get; } = new();

    public ConcurrentQueue<ProgressRecord> Progress { get; } = new();

    public override PSHostRawUserInterface RawUI => _screen;

    public override bool SupportsVirtualTerminal => virtualTerminal;

    /// <summary>Everything written so far, without colours unless the screen shows them; empties the record.</summary>
    public string TakeText()
    {
        lock (_gate)
        {
            string text = _text.ToString();
            _text.Clear();
            return text;
        }
    }

    internal void Resize(int columns) => _screen.Resize(columns);

    /// <summary>Forgets what was shown, asked and scripted.</summary>
    internal void Clear()
    {
        TakeText();
        Answers.Clear();
        Prompts.Clear();
        Progress.Clear();
        HasEnded = false;
    }

    public override void Write(string value) => Append(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Append(value);

    public override void WriteLine(string value) => Append(value + "\n");

    public override void WriteErrorLine(string value) => Append(value + "\n");

    public override void WriteDebugLine(string message) => Append("DEBUG: " + message + "\n");

    public override void WriteVerboseLine(string message) => Append("VERBOSE: " + message + "\n");

    public override void WriteWarningLine(string message) => Append("WARNING: " + message + "\n");

    public override void WriteProgress(long sourceId, ProgressRecord record) => Progress.Enqueue(record);

    public override string ReadLine() => NextAnswer("Read-Host");

    public override SecureString ReadLineAsSecureString() => NextSecret("Read-Host -AsSecureString");

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in descriptions)
        {
            // Read-Host with a prompt of its own asks this way, for secrets too.
            string prompt = caption + " " + message + " " + field.Name;
            answers[field.Name] = field.ParameterTypeName == nameof(SecureString) ? PSObject.AsPSObject(NextSecret(prompt)) : NextAnswer(prompt);
        }

        return answers;
    }

    /// <summary>Fails at a question as the console host does where standard input has ended.</summary>
    public bool HasEnded { get; set; }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        string? line = HasEnded ? null : "";
        _ = line!.Length;
        string answer = NextAnswer(caption + "\n" + message);
        if (answer.Length == 0)
            return defaultChoice;

        for (int i = 0; i < choices.Count; i++)
        {
            string label = choices[i].Label;
            int hotKey = label.IndexOf('&', StringComparison.Ordinal);
            bool byKey = hotKey >= 0 && string.Equals(label.Substring(hotKey + 1, 1), answer, StringComparison.OrdinalIgnoreCase);
            if (byKey || string.Equals(label.Replace("&", "", StringComparison.Ordinal), answer, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        throw new InvalidOperationException(string.Format(
            CultureInfo.InvariantCulture, "No choice '{0}' among {1}.", answer, string.Join(", ", choices.Select(c => c.Label))));
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        Prompts.Enqueue(caption + "\n" + message);
        return new PSCredential(string.IsNullOrEmpty(userName) ? "key" : userName, ReadLineAsSecureString());
    }

    private void Append(string? text)
    {
        lock (_gate)
            _text.Append(SupportsVirtualTerminal ? text : Ansi.Strip(text));
    }

    private SecureString NextSecret(string prompt)
    {
        SecureString secret = new();
        foreach (char c in NextAnswer(prompt))
            secret.AppendChar(c);
        return secret;
    }

    private string NextAnswer(string prompt)
    {
        Prompts.Enqueue(prompt);
        return Answers.TryDequeue(out string? answer)
            ? answer
            : throw new InvalidOperationException("Nobody answers this prompt: " + prompt);
    }
}
