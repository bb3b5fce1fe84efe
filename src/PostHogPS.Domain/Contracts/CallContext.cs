using System;
using System.Collections.Concurrent;
using System.Threading;
using PostHogPS.Text;

namespace PostHogPS.Contracts;

/// <summary>What belongs to one call: how to stop it, and where its messages go.</summary>
public sealed class CallContext
{
    private readonly Action<EngineMessage>? _report;
    private readonly ConcurrentBag<HiddenValue> _hidden = new();

    /// <summary>Makes a context.</summary>
    public CallContext(CancellationToken cancellation, Action<EngineMessage>? report = null, bool debug = false)
    {
        Cancellation = cancellation;
        _report = report;
        Debug = debug;
    }

    /// <summary>Ends the call at once.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>True when somebody reads debug messages: headers and bodies are only formatted then.</summary>
    public bool Debug { get; }

    /// <summary>Takes a secret out of every text of this call, by its value.</summary>
    internal void Hide(string secret)
    {
        if (secret.Length > 0)
            _hidden.Add(new HiddenValue(secret));
    }

    internal bool HasSecrets => !_hidden.IsEmpty;

    /// <summary>The text without the secrets of this call.</summary>
    internal string WithoutSecrets(string text)
    {
        foreach (HiddenValue secret in _hidden)
            text = secret.Hide(text);
        return text;
    }

    /// <summary>Passes a message on. Safe from any thread; texts are already redacted.</summary>
    public void Report(EngineMessageKind kind, string text, TimeSpan? wait = null) => _report?.Invoke(new EngineMessage(kind, text, wait));
}

/// <summary>What a message is about.</summary>
public enum EngineMessageKind
{
    /// <summary>One line per request.</summary>
    Verbose,

    /// <summary>Headers and bodies, redacted.</summary>
    Debug,

    /// <summary>Something the user may want to act on.</summary>
    Warning,

    /// <summary>The engine begins to wait (rate limit, pacing, repeat): Wait says how long.</summary>
    Waiting,
}

/// <summary>A message of the engine.</summary>
public sealed class EngineMessage
{
    /// <summary>Makes a message.</summary>
    public EngineMessage(EngineMessageKind kind, string text, TimeSpan? wait)
    {
        Kind = kind;
        Text = text;
        Wait = wait;
    }

    /// <summary>Kind.</summary>
    public EngineMessageKind Kind { get; }

    /// <summary>Text, redacted.</summary>
    public string Text { get; }

    /// <summary>How long the engine is going to wait.</summary>
    public TimeSpan? Wait { get; }
}
