using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.TestHost;

/// <summary>What one pipeline left behind.</summary>
public sealed class ShellResult
{
    public required IReadOnlyList<PSObject> Objects { get; init; }

    /// <summary>Non-terminating errors in order; the terminating one, if there was one, is the last.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>What ended the pipeline early; null when nothing did.</summary>
    public RuntimeException? Terminating { get; init; }

    /// <summary>True when the pipeline was stopped, as by Ctrl+C.</summary>
    public bool Stopped { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<string> Debug { get; init; }

    public required IReadOnlyList<InformationRecord> Information { get; init; }

    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>What the host showed: warnings, verbose and, after <see cref="Shell.Show"/>, the formatted output and errors.</summary>
    public required string Text { get; init; }

    /// <summary>The one error there must be.</summary>
    public ErrorRecord Error => Errors.Count == 1
        ? Errors[0]
        : throw new InvalidOperationException("Expected one error, got " + Errors.Count + ":\n" + string.Join("\n", Errors));

    /// <summary>The one object there must be.</summary>
    public PSObject Single => Objects.Count == 1
        ? Objects[0]
        : throw new InvalidOperationException("Expected one object, got " + Objects.Count + ". Errors: " + string.Join("\n", Errors));

    /// <summary>The objects as what they are.</summary>
    public IReadOnlyList<T> As<T>() => [.. Objects.Select(o => (T)o.BaseObject)];

    /// <summary>This result, after making sure that nothing went wrong.</summary>
    public ShellResult Clean() => Errors.Count == 0
        ? this
        : throw new InvalidOperationException("The pipeline failed: " + string.Join("\n", Errors.Select(e => e.FullyQualifiedErrorId + ": " + e)));
}
