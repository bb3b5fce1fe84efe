using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using PostHogPS.Binding;
using PostHogPS.Text;

namespace PostHogPS.Completion;

/// <summary>What Tab shows for one value.</summary>
internal sealed class CompletionItem
{
    /// <param name="text">What is completed.</param>
    /// <param name="tip">What is shown of it.</param>
    /// <param name="name">Another text by which it is found; null for none.</param>
    internal CompletionItem(string text, string? tip = null, string? name = null)
    {
        Name = name;
        Text = text;
        Tip = string.IsNullOrEmpty(tip) ? text : tip!;
    }

    internal string Text { get; }

    internal string Tip { get; }

    internal string? Name { get; }
}

/// <summary>
/// Base of the completers: matches by prefix (or pattern), ignoring case and quotes, quotes what needs quoting, never
/// throws, never prompts, never opens a connection.
/// </summary>
internal abstract class Completer : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            string word = Unquote(wordToComplete ?? "");
            // A bracket that is being typed is the beginning of a name such as 'events [prod]', not of a pattern.
            string begin = word.IndexOfAny(['*', '?']) >= 0 ? word.Replace("[", "`[").Replace("]", "`]") : WildcardPattern.Escape(word);
            WildcardPattern pattern = NameMatcher.Pattern(begin + "*");
            return Suggest(new CompletionRequest(commandName ?? "", parameterName ?? "", word, fakeBoundParameters ?? new Hashtable()))
                .Where(s => pattern.IsMatch(s.Text) || (s.Name is { } name && word.Length > 0 && pattern.IsMatch(name)))
                .Select(s => new CompletionResult(Quote(s.Text), Shown(s.Text), CompletionResultType.ParameterValue, Shown(s.Tip)))
                .ToList();
        }
#pragma warning disable CA1031 // A completer that throws breaks the prompt; no answer is the right answer here.
        catch (Exception)
        {
            return [];
        }
#pragma warning restore CA1031
    }

    private protected abstract IEnumerable<CompletionItem> Suggest(CompletionRequest request);

    /// <summary>Single quotes whenever PowerShell would read the bare word as anything but that text.</summary>
    internal static string Quote(string text)
    {
        bool plain = text.Length > 0 && !char.IsDigit(text[0])
            && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '*' or ':' || c == '@')
            && text[0] is not ('-' or '@' or '.');
        bool number = text.Length > 0 && text.All(char.IsDigit);
        bool guid = Guid.TryParseExact(text, "D", out _);
        return plain || number || guid ? text : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";
    }

    // Control characters in a name must not reach the terminal by way of the completion menu.
    private static string Shown(string text)
    {
        string clean = MessageText.Name(text);
        return clean.Length == 0 ? "?" : clean;
    }

    private static string Unquote(string word) =>
        word.Length > 0 && word[0] is '\'' or '"' ? word.Substring(1).TrimEnd(word[0]).Replace("''", "'") : word;
}

/// <summary>What is being completed.</summary>
internal sealed class CompletionRequest
{
    internal CompletionRequest(string command, string parameter, string word, IDictionary bound)
    {
        Command = command;
        Parameter = parameter;
        Word = word;
        Bound = bound;
    }

    internal string Command { get; }

    internal string Parameter { get; }

    internal string Word { get; }

    /// <summary>The parameters typed so far.</summary>
    internal IDictionary Bound { get; }
}
