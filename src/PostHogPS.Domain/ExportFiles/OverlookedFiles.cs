using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PostHogPS.Contracts;
using PostHogPS.Files;
using PostHogPS.Text;

namespace PostHogPS.ExportFiles;

/// <summary>
/// Files in and below a folder that are not read as batch exports: another extension, a folder inside, another kind. An export that
/// one of them names is not without a file, and is never removed.
/// </summary>
internal sealed class OverlookedFiles(ExportFileSet files)
{
    private readonly Lazy<IReadOnlyList<(string File, string Text, string[] Names)>> _all = new(() => Read(files).ToList());

    /// <summary>The problem of an export that must not be removed; null where no file names it.</summary>
    internal ProblemException? FindProblem(BatchExport export)
    {
        string id = export.Id.ToString(), name = export.Name.Trim();
        foreach ((string file, string text, string[] names) in _all.Value)
        {
            string? sign = text.IndexOf(id, StringComparison.OrdinalIgnoreCase) >= 0 ? "id" : Names(text, names, name) ? "name" : null;
            if (sign is not null)
                return Problems.Validation(
                    $"-Prune would remove '{MessageText.Name(export.Name)}' ({id}), and '{MessageText.Name(file)}' has its {sign} but is not read: "
                        + $"{Reason(file)}. Nothing was sent.",
                    $"Make it a file of the folder itself with the extension .json and \"{FileFormat.SchemaKey}\": "
                        + $"\"{ExportFormat.Format.SchemaPath}\", or move it elsewhere. To remove the export: Remove-PHBatchExport {id}");
        }

        return null;
    }

    private static IEnumerable<(string File, string Text, string[] Names)> Read(ExportFileSet files)
    {
        foreach (string file in files.Folder.ListOthers(files.Files.Select(static one => one.File).ToList()))
        {
            string text = files.Folder.ReadText(file);
            FileValue? root = text.Length == 0 ? null : files.Folder.Read(file, out _);
            // Only what is no JSON is searched as a text.
            yield return root is null ? (file, text, [])
                : (file, text, [.. (root.Kind == FileValueKind.List ? root.Items : [root]).Select(static item => item.FindText("name") ?? "")]);
        }
    }

    private static bool Names(string text, string[] names, string name) => name.Length > 0 && (names.Length > 0
        ? names.Any(other => other.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
        : Regex.IsMatch(text, "name[\"']?\\s*[:=]\\s*[\"']\\s*" + Regex.Escape(name) + "\\s*[\"']", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));

    private static string Reason(string file) =>
        Path.GetFileName(file) != file ? "it is in a folder of its own"
        : file[0] == '.' ? "its name begins with a dot"
        : !file.EndsWith(FileNames.Extension, StringComparison.OrdinalIgnoreCase) ? $"its extension is not {FileNames.Extension}"
        : $"its {FileFormat.SchemaKey} is not that of a batch export";
}
