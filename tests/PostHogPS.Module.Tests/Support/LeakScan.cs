using System;
using System.Buffers;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text;
using PostHogPS.TestHost;

namespace PostHogPS.Module.Tests.Support;

/// <summary>
/// Looks for secrets in everything that a command leaves behind: objects as text and in both exported forms, every
/// stream, and error records in all their parts. A secret counts as found in any of the forms it could be written in.
/// </summary>
internal sealed class LeakScan
{
    private const int ErrorDepth = 4;

    // A method is types and assemblies without end, the same for everyone. Keys of Data may be no text, which JSON refuses. WalkError looks at the rest.
    private const string ExceptionAsJson =
        "$leakItem | Select-Object * -ExcludeProperty TargetSite, Data, InnerException, ErrorRecord | ConvertTo-Json -Depth 4 -Compress";

    private readonly List<(string Secret, string Form)> _forms;
    // All forms in one pass: texts are megabytes, and hardly ever hold one.
    private readonly SearchValues<string> _anyForm;
    private readonly Shell _shell;
    private readonly HashSet<string> _seen = [];

    internal LeakScan(Shell shell, params string[] secrets)
    {
        _shell = shell;
        _forms = [.. secrets.SelectMany(s => Forms(s).Distinct(StringComparer.Ordinal).Select(f => (s, f)))];
        _anyForm = SearchValues.Create([.. _forms.Select(static f => f.Form)], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Where a secret was found; empty when it was nowhere.</summary>
    internal IReadOnlyList<string> Find(ShellResult result)
    {
        var found = new List<string>();
        // Of a hundred runs one is as good as all.
        foreach (PSObject item in result.Objects.GroupBy(o => o.BaseObject.GetType()).SelectMany(g => g.Take(2)))
            LookAtObject(item, "object " + item.BaseObject.GetType().Name, found);
        foreach (ErrorRecord error in result.Errors)
            LookAtError(error, found);
        Look(result.Warnings, "warning", found);
        Look(result.Verbose, "verbose", found);
        Look(result.Debug, "debug", found);
        Look(result.Information.Select(i => i.MessageData?.ToString() + " " + i.Source), "information", found);
        Look(result.Progress.Select(Text), "progress", found);
        Look([result.Text], "screen", found);
        if (result.Terminating is not null)
            Look([result.Terminating.ToString()], "terminating error", found);
        return found;
    }

    /// <summary>The quick look: streams and every text of the error records, no serialising.</summary>
    internal IReadOnlyList<string> FindInTexts(ShellResult result)
    {
        var found = new List<string>();
        foreach (ErrorRecord error in result.Errors)
        {
            WalkError(error, "error " + error.FullyQualifiedErrorId, found);
            Look([error.TargetObject?.ToString() ?? ""], "error target", found);
        }

        Look(result.Warnings.Concat(result.Verbose).Concat(result.Debug).Concat(result.Progress.Select(Text)), "stream", found);
        return found;
    }

    internal void LookAtObject(PSObject item, string where, List<string> found)
    {
        Look([item.ToString()], where + " as text", found);
        Look([PSSerializer.Serialize(item)], where + " as CLIXML", found);
        Look([PSSerializer.Serialize(item, ErrorDepth)], where + " as deep CLIXML", found);
        Look([Json(item)], where + " as JSON", found);
        // A bare $true has no columns, and ConvertTo-Csv writes nothing for it.
        if (item.Properties.Any())
            Look([Through("ConvertTo-Csv -InputObject $leakItem", item)], where + " as CSV", found);
    }

    internal bool Holds(string text) => text.AsSpan().ContainsAny(_anyForm);

    private static string Text(ProgressRecord p) => p.Activity + " " + p.StatusDescription + " " + p.CurrentOperation;

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=');
        yield return Convert.ToBase64String(Encoding.Unicode.GetBytes(secret)).TrimEnd('=');
        // What a SecureString becomes in CLIXML where the platform has nothing to protect it with.
        yield return Convert.ToHexString(Encoding.Unicode.GetBytes(secret));
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(secret));
    }

    private void LookAtError(ErrorRecord error, List<string> found)
    {
        string where = "error " + error.FullyQualifiedErrorId;
        WalkError(error, where, found);
        // Serialising a command with all its parameters is slow; errors of one kind differ in nothing but what was looked at above.
        if (!_seen.Add(error.FullyQualifiedErrorId))
            return;
        if (error.TargetObject is not null)
            LookAtObject(PSObject.AsPSObject(error.TargetObject), where + " target", found);
        if (error.InvocationInfo is { } invocation)
            LookAtInvocation(invocation, where + " invocation", found);
        Look([PSSerializer.Serialize(WithoutCommand(error), ErrorDepth)], where + " as CLIXML", found);
        Look([Json(PSObject.AsPSObject(error.CategoryInfo))], where + " as JSON", found);
        for (Exception? e = error.Exception; e is not null; e = e.InnerException)
            Look([Through(ExceptionAsJson, WithoutCommand(e))], where + " exception as JSON", found);
    }

    private void LookAtInvocation(InvocationInfo invocation, string where, List<string> found)
    {
        Look([PSSerializer.Serialize(WithoutCommand(invocation), ErrorDepth)], where + " as CLIXML", found);
        if (invocation.MyCommand is { } command && _seen.Add("command " + command.Name))
            Look([command.Definition, PSSerializer.Serialize(command, 1)], where + " command as CLIXML", found);
    }

    /// <summary>
    /// The same properties, but for commands, methods and types: with their modules and assemblies they are megabytes, the
    /// same for every call. Errors, exceptions and invocations hold one another.
    /// </summary>
    private static PSObject WithoutCommand(object item, int depth = ErrorDepth)
    {
        var copy = new PSObject();
        foreach (PSPropertyInfo property in PSObject.AsPSObject(item).Properties)
        {
            object? value;
            try
            {
                value = property.Value;
            }
            catch (GetValueException)
            {
                // What cannot be read is not exported either.
                continue;
            }

            if (value is CommandInfo or MemberInfo)
                continue;
            bool holdsOne = depth > 0 && value is InvocationInfo or ErrorRecord or Exception;
            // PowerShell's own entry has a type for its key: the frames of its interpreter, with all that is compiled in them.
            if (value is IDictionary { Count: > 0 } data && item is Exception)
                value = new Hashtable(data.Cast<DictionaryEntry>().Where(entry => entry.Key is not Type)
                    .ToDictionary(entry => entry.Key, entry => entry.Value));
            copy.Properties.Add(new PSNoteProperty(property.Name, holdsOne ? WithoutCommand(value!, depth - 1) : value));
        }

        return copy;
    }

    private void WalkError(ErrorRecord error, string where, List<string> found)
    {
        Look([error.ToString(), error.CategoryInfo.ToString(), error.ScriptStackTrace ?? ""], where, found);
        Look([error.ErrorDetails?.Message ?? "", error.ErrorDetails?.RecommendedAction ?? ""], where + " details", found);
        for (Exception? e = error.Exception; e is not null; e = e.InnerException)
        {
            Look([e.ToString()], where + " exception", found);
            foreach (PropertyInfo property in e.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
                Look([property.GetValue(e)?.ToString() ?? ""], where + " exception." + property.Name, found);
            foreach (DictionaryEntry entry in e.Data)
                Look([entry.Key + " " + entry.Value], where + " exception.Data", found);
        }

        if (error.InvocationInfo is { } invocation)
            Look([invocation.Line ?? "", invocation.Statement ?? "", invocation.PositionMessage ?? ""], where + " invocation", found);
    }

    private string Json(PSObject item) => Through("ConvertTo-Json -InputObject $leakItem -Depth 4 -Compress", item);

    private string Through(string line, PSObject item)
    {
        _shell.Set("leakItem", item);
        ShellResult result = _shell.Run(line);
        _shell.Set("leakItem", null);
        // What cannot be exported shows nothing; and nothing exported would be nothing looked at.
        return result.Clean().Objects.Count > 0 ? string.Concat(result.Objects.Select(o => o.ToString()))
            : throw new InvalidOperationException(line + " gave nothing");
    }

    private void Look(IEnumerable<string> texts, string where, List<string> found)
    {
        foreach (string text in texts)
        {
            if (Holds(text))
            {
                (string Secret, string Form) hit = _forms.First(f => text.Contains(f.Form, StringComparison.OrdinalIgnoreCase));
                int at = text.IndexOf(hit.Form, StringComparison.OrdinalIgnoreCase);
                found.Add(where + ": ..." + text[Math.Max(0, at - 60)..at] + "<" + hit.Secret + ">");
            }
        }
    }
}
