using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>
/// What the -Name of a command that reads was given: texts, and objects, which say themselves where they are. PowerShell would make texts of
/// those, and look for their names where something else has the same.
/// </summary>
internal sealed class NameInput
{
    private readonly PSObject[]? _given;

    internal NameInput(PSObject[]? given)
    {
        _given = given;
        Items = (given ?? []).Where(IsItem).ToArray();
        Texts = given is null || (given.Length > 0 && Items.Count == given.Length) ? null
            : given.Where(static one => !IsItem(one)).Select(TextOf).ToArray();
    }

    /// <summary>Objects of the module, connections, and copies.</summary>
    internal IReadOnlyList<PSObject> Items { get; }

    /// <summary>Names and patterns; null where none was given.</summary>
    internal string[]? Texts { get; }

    /// <summary>Everything as names, for a place that was piped beside them.</summary>
    internal string[]? AllTexts => _given?.Select(TextOf).ToArray();

    /// <summary>Names, and what the objects name; null where none were specified. A connection object selects every name.</summary>
    internal string[]? CombineNames() => _given is null ? null : [.. Texts ?? [], .. Items.SelectMany(static item => NamesOf(item) ?? ["*"])];

    /// <summary>False where there are objects only.</summary>
    internal bool HasTexts => Items.Count == 0 || Texts is not null;

    /// <summary>What an object names in its project: itself, and of a connection everything, as null.</summary>
    internal static string[]? NamesOf(PSObject item) => item.BaseObject is PostHogConnection ? null : [IdOf(item) ?? TextOf(item)];

    private static string? IdOf(PSObject item) => PipedObject.ReadText(item, "ShortId") ?? PipedObject.ReadText(item, "Id");

    private static bool IsItem(PSObject? given) => ShellObject.Unwrap(given) switch
    {
        PostHogObject or PostHogConnection => true,
        PSObject copy => IdOf(copy) is not null,
        _ => false,
    };

    private static string TextOf(PSObject? given) =>
        (given is null ? null : PipedObject.ReadText(given, "ShortId")) ?? LanguagePrimitives.ConvertTo<string>(given) ?? "";
}
