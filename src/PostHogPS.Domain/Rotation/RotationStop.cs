using System.Collections.Generic;
using System.Linq;
using PostHogPS.Destinations;

namespace PostHogPS.Rotation;

/// <summary>What a stop in the middle leaves. The work writes it, and the thread that stops it reads it.</summary>
internal sealed class RotationStop
{
    private readonly CredentialProver _prover;
    private volatile string? _underWay;
    private volatile RotationItem? _current;
    private volatile IReadOnlyList<RotationItem> _items = [];

    internal RotationStop(CredentialProver prover) => _prover = prover;

    /// <summary>What is being done; null where nothing was changed.</summary>
    internal string? UnderWay
    {
        get => _underWay;
        set => _underWay = value;
    }

    /// <summary>The export that is worked on.</summary>
    internal RotationItem? Current
    {
        set => _current = value;
    }

    /// <summary>Those that are switched one by one.</summary>
    internal IReadOnlyList<RotationItem> Items
    {
        set => _items = value;
    }

    /// <summary>What was being done, and the state of the remaining exports; null where nothing was changed.</summary>
    internal string? Describe()
    {
        if (_underWay is not { } text)
            return null;
        RotationItem? current = _current;
        RotationItem[] others = [.. _items.Where(item => item != current)];
        return text + Name(" Switched, and not proved: ", others.Where(static item => item.IsUnproved))
            + Name(" Still on the old credentials: ", others.Where(static item => !item.Result.Switched))
            + (_prover.Running.ToArray() is { Length: > 0 } running ? $" Still running in PostHog: {string.Join("; ", running)}." : "")
            + " " + RotationOutcome.Again;

        static string Name(string what, IEnumerable<RotationItem> items) =>
            items.Select(static item => item.Export).ToArray() is { Length: > 0 } exports ? what + IntegrationUsers.Describe(exports) + "." : "";
    }
}
