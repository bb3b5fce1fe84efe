using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace PostHogPS.Completion;

/// <summary>Names of the secrets that the files of the folder typed as -Path refer to. Read as text: Tab loads no engine.</summary>
internal sealed class FileSecretCompleter : Completer
{
    private const int MostFiles = 500;

    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request)
    {
        if (request.Bound["Path"] is not string path)
            return [];
        string folder = new SessionState().Path.GetUnresolvedProviderPathFromPSPath(path);
        return Directory.EnumerateFiles(folder, "*.json").Take(MostFiles)
            .SelectMany(static file => Regex.Matches(File.ReadAllText(file), "\"secret\"\\s*:\\s*\"([^\"\\\\]+)\"").Cast<Match>()
                .Select(static match => match.Groups[1].Value))
            .Distinct().OrderBy(static name => name, System.StringComparer.Ordinal).Select(static name => new CompletionItem(name));
    }
}
