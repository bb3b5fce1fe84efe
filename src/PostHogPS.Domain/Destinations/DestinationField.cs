using System.Collections.Generic;

namespace PostHogPS.Destinations;

/// <summary>What the value of a destination's setting is.</summary>
internal enum FieldKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>An integer.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A list of names whose order does not matter.</summary>
    Names,

    /// <summary>Settings of their own.</summary>
    Settings,

    /// <summary>
    /// Credentials of a COPY: the id of an integration, a pair of keys, or (where <see cref="DestinationField.TakesRole"/>)
    /// the ARN of a role.
    /// </summary>
    Access,
}

/// <summary>One setting of a type of destination.</summary>
internal sealed class DestinationField
{
    private DestinationField(string name, FieldKind kind, object? fallback)
    {
        Name = name;
        Kind = kind;
        Default = fallback;
    }

    internal string Name { get; }

    internal FieldKind Kind { get; }

    /// <summary>What the server takes for an absent one.</summary>
    internal object? Default { get; }

    /// <summary>The words it takes; empty where it takes any text.</summary>
    internal string[] Words { get; private set; } = [];

    /// <summary>The settings inside it.</summary>
    internal IReadOnlyList<DestinationField> Fields { get; private set; } = [];

    /// <summary>Needed to create one.</summary>
    internal bool IsRequired { get; private set; }

    /// <summary>Removed from every answer, so it cannot be read or compared.</summary>
    internal bool IsSecret { get; private set; }

    /// <summary>The server's own; never sent.</summary>
    internal bool IsServerOwned { get; private set; }

    /// <summary>Takes the ARN of a role as well.</summary>
    internal bool TakesRole { get; private set; }

    internal static DestinationField Optional(string name, string? fallback = null) => new(name, FieldKind.Text, fallback);

    internal static DestinationField Required(string name) => new(name, FieldKind.Text, null) { IsRequired = true };

    internal static DestinationField Secret(string name) => new(name, FieldKind.Text, null) { IsSecret = true };

    internal static DestinationField Word(string name, string? fallback, params string[] words) => new(name, FieldKind.Text, fallback) { Words = words };

    internal static DestinationField Number(string name, long? fallback = null) => new(name, FieldKind.Number, fallback);

    internal static DestinationField Flag(string name, bool fallback) => new(name, FieldKind.Flag, fallback);

    internal static DestinationField ServerOwned(string name) => new(name, FieldKind.Flag, null) { IsServerOwned = true };

    internal static DestinationField Names(string name) => new(name, FieldKind.Names, null);

    internal static DestinationField Access(string name, bool takesRole) => new(name, FieldKind.Access, null) { TakesRole = takesRole };

    internal static DestinationField Settings(string name, params DestinationField[] fields) => new(name, FieldKind.Settings, null) { Fields = fields };

    /// <summary>The same, needed to create one.</summary>
    internal DestinationField Require()
    {
        IsRequired = true;
        return this;
    }
}
