using PostHogPS.Text;

namespace PostHogPS.DashboardFiles;

/// <summary>A reference in a file, in the place of an id: {"$reference": "cohort", "name": "Power users"}.</summary>
internal static class ReferenceText
{
    internal const string Key = "$reference";
    internal const string Id = "id";

    /// <summary>A reference as a file holds it.</summary>
    /// <param name="kind">The kind of thing.</param>
    /// <param name="name">Its name.</param>
    /// <param name="form">What the id follows in a text; null for a number.</param>
    /// <param name="id">The id, where the name alone does not say which one it is.</param>
    internal static FileValue Create(DefinitionKind kind, string name, string? form, string? id = null) => FileValue.CreateObject(
        (Key, FileValue.CreateText(kind.Name)),
        ("name", FileValue.CreateText(name)),
        (Id, id is null ? null : CreateId(id, null)),
        ("form", form is null ? null : FileValue.CreateText(form)));

    internal static bool IsReference(FileValue value) => value.Kind == FileValueKind.Object && value.FindProperty(Key) is not null;

    /// <summary>An id as queries hold it.</summary>
    internal static FileValue CreateId(string id, string? form) =>
        form is not null ? FileValue.CreateText(form + id)
        : long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _) ? FileValue.CreateNumber(id)
        : FileValue.CreateText(id);

    /// <summary>Where a text begins with the project it belongs to.</summary>
    internal const string ProjectPlace = "/project/{project}";
}
