using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.Contracts;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>
/// The integrations of a project by kind and name, which mean the same in every project; their numbers do not. PostHog puts the
/// number of the project into some names ("ID: 101-host-5432-user"), and there {project} stands for it.
/// </summary>
internal sealed class IntegrationNames
{
    private readonly IReadOnlyList<Integration> _all;
    private readonly string _where;

    /// <param name="all">The integrations of the project.</param>
    /// <param name="where">The project, for messages.</param>
    internal IntegrationNames(IEnumerable<Integration> all, string where)
    {
        _all = all.ToList();
        _where = where;
    }

    /// <summary>An integration as files hold it.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="kind">The kind of the destination type, for one that is not listed.</param>
    internal FileValue Describe(long id, string? kind)
    {
        Integration? known = _all.FirstOrDefault(one => one.Id == id);
        return known is not null ? Create(known.Kind, PortableName(known))
            : Create(kind ?? "unknown", $"id {id.ToString(CultureInfo.InvariantCulture)}, not in the list of integrations");
    }

    /// <summary>The number of the integration that a file means, or a thrown problem where none or several match.</summary>
    internal long Find(FileValue wanted)
    {
        string kind = wanted.FindText("kind") ?? "", name = wanted.FindText("name") ?? "";
        List<Integration> found = _all.Where(one => one.Kind == kind && PortableName(one) == name).ToList();
        if (found.Count == 1)
            return found[0].Id;
        IEnumerable<Integration> listed = found.Count > 0 ? found : _all.Where(one => one.Kind == kind);
        string list = string.Join(", ", listed.Select(static one => $"{one.Id} '{MessageText.Name(one.DisplayName)}'"));
        throw Problems.IntegrationNotMapped(
            $"{(found.Count == 0 ? "No integration" : $"{found.Count} integrations")} of {_where} "
                + $"{(found.Count == 0 ? "matches" : "match")} the kind '{MessageText.Name(kind)}' and "
                + $"the name '{MessageText.Name(name)}'. "
                + (list.Length == 0 ? "It has none of this kind." : $"{(found.Count == 0 ? "Of this kind it has" : "They are")}: {list}.")
                + (_all.FirstOrDefault(one => one.Kind == kind && one.DisplayName == name) is { } literal
                    ? $" In files {{project}} stands for the number of the project: write '{MessageText.Name(PortableName(literal))}'." : ""),
            found.Count > 1);
    }

    private static FileValue Create(string kind, string name) =>
        FileValue.CreateObject(("kind", FileValue.CreateText(kind)), ("name", FileValue.CreateText(name)));

    private static string PortableName(Integration integration)
    {
        string project = integration.ProjectId.ToString(CultureInfo.InvariantCulture);
        string name = integration.DisplayName;
        return integration.Kind switch
        {
            // "ID: 101-host-5432-user", and "101-host-5432-user (user@host)" of a plain Redshift.
            "postgresql" or "aws-redshift" => Regex.Replace(name, "^(ID: )?" + project + "-", "$1{project}-"),
            // "ID: mail@host-101-key-file"
            "google-cloud-service-account" => Regex.Replace(name, "-" + project + "-(key-file|impersonated)$", "-{project}-$1"),
            _ => name,
        };
    }
}
