using System;
using System.Collections.Generic;
using System.Linq;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>The file of a batch export: what is wanted of it.</summary>
internal sealed class ExportFile
{
    internal ExportFile(string file, FileValue root)
    {
        File = file;
        Root = root;
    }

    /// <summary>Its name in the folder.</summary>
    internal string File { get; }

    internal FileValue Root { get; }

    internal string Name => (Root.FindText("name") ?? "").Trim();

    internal string Model => Root.FindText("model") ?? "";

    internal string Interval => Root.FindText("interval") ?? "";

    internal FileValue Destination => Root.Find(ExportFormat.Destination) ?? FileValue.CreateObject();

    internal string Type => Destination.FindText("type") ?? "";

    internal FileValue? Integration => Destination.Find(ExportFormat.Integration);

    internal FileValue Config => Destination.Find(ExportFormat.Config) ?? FileValue.CreateObject();

    /// <summary>A new export runs at once only where its file says so.</summary>
    internal bool StartsPaused => Root.Find("paused")?.ToPlain() is not false;

    internal Guid? Id => Guid.TryParse(Root.FindText("id"), out Guid id) ? id : null;

    /// <summary>What names the export where no id does.</summary>
    internal (string Name, string Model, string Type) Identity => (Name, Model, Type);

    internal static (string Name, string Model, string Type) IdentityOf(BatchExport export) =>
        (export.Name.Trim(), string.IsNullOrEmpty(export.Model) ? "events" : export.Model, export.Destination.Type);

    /// <summary>What the names of its secrets begin with, where a file names none.</summary>
    internal static string SecretPrefix(string name) => FileNames.CreateFrom(name, ExportFormat.Fallback);

    /// <summary>An export of a project as a file would say it, for another project.</summary>
    internal static ExportFile CreateFrom(BatchExport export, IntegrationNames integrations, bool paused)
    {
        string prefix = SecretPrefix(export.Name);
        FileValue document = ExportDocument.WithoutDefaults(ExportDocument.Create(export, integrations, prefix), includeState: true);
        document.Set("paused", FileValue.CreateFlag(paused));
        return new ExportFile(prefix + FileNames.Extension, document);
    }

    /// <summary>Unknown properties of the file, which are not sent.</summary>
    /// <param name="export">The export it is about; null for a new one.</param>
    /// <param name="integrations">Those of its project.</param>
    internal IReadOnlyList<FileDifference> FindUnknown(BatchExport? export, IntegrationNames integrations)
    {
        if (export is not null)
            return Compare(export, integrations).Where(static difference => difference.IsUnknown && difference.InFile is not null).ToList();
        var found = new List<FileDifference>();
        ExportFormat.Format.Schema.Compare(
            Root, FileValue.CreateObject((ExportFormat.Destination, FileValue.CreateObject(("type", FileValue.CreateText(Type))))), null, "", found);
        return found.Where(static difference => difference.IsUnknown).ToList();
    }

    /// <summary>What differs between the file and an export, in the order of the file.</summary>
    internal IReadOnlyList<FileDifference> Compare(BatchExport export, IntegrationNames integrations)
    {
        var found = new List<FileDifference>();
        ExportFormat.Format.Schema.Compare(Root, ExportDocument.Create(export, integrations, SecretPrefix(export.Name)), null, "", found);
        return found;
    }
}
