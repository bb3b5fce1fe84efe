using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.DashboardFiles;
using PostHogPS.Files;
using PostHogPS.Hosting;
using PostHogPS.Reading;
using PostHogPS.Text;

namespace PostHogPS.Commands;

/// <summary>Writes dashboards as files for a repository: one each, the same bytes for the same state, with names in the place of ids.</summary>
[Cmdlet(VerbsData.Export, "PHDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPHDashboardCommand : DashboardTargetCmdlet
{
    private readonly List<DashboardTarget> _targets = new();

    /// <summary><para>The folder, which is created if it does not exist.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary><para>The dashboards: objects, ids, names or patterns.</para></summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("Id")]
    [DashboardReferences]
    [ArgumentCompleter(typeof(DashboardCompleter))]
    [SupportsWildcards]
    public override DashboardReference[] Dashboard { get; set; } = [];

    /// <summary><para>Replaces read-only files too.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para>Gives the files back, those that were up to date included.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool TakesParts => false;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Try(Path, () =>
    {
        base.BeginProcessing();
        // With files there, all of them may be up to date.
        if (!Command.Parameters.IsWhatIf && Open() is var folder && folder.List().Count == 0)
            folder.CheckWritable();
    });

    private FileFolder Open() => new(FilePath.Resolve(this, Path, "folder"), EngineHost.FileReader);

    private protected override void Process(DashboardTarget target)
    {
        if (!_targets.Exists(known => known.Id == target.Id && known.Scope.Key == target.Scope.Key))
            _targets.Add(target);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(Path, () =>
    {
        if (_targets.Count == 0)
            return;
        FileFolder folder = Open();
        DashboardFileSet files = DashboardFileSet.Read(folder);
        // A file that is not understood may be the one of any of these dashboards.
        if (!Report(Path, files.Problems))
            return;
        var writer = new DashboardFileWriter(folder, Force);
        foreach (DashboardFileDraft draft in writer.Plan(Read(files), files))
            Try(draft.Dashboard, () => Write(writer, draft, folder));
    });

    private List<(Dashboard Dashboard, FileValue Document)> Read(DashboardFileSet files)
    {
        var read = new List<(Dashboard, FileValue)>();
        var owners = new DashboardFileOwners(files);
        Dictionary<(PostHogConnection, string), ProjectDefinitions> definitions = _targets.Select(static target => target.Scope)
            .GroupBy(static scope => scope.Key).ToDictionary(static same => same.Key, static same => new ProjectDefinitions(same.First()));
        var plan = new SideBySidePlan<DashboardTarget, Dashboard>(
            "Reading dashboards", static target => ExportLists.Dashboard(target.Scope, target.Id), static target => target.Scope.Connection)
        {
            NameOf = static target => target.Name,
            TargetOf = static target => target.Input,
            IsWide = true,
        };
        foreach ((DashboardTarget target, Dashboard dashboard) in Stream(new SideBySideReader<DashboardTarget, Dashboard>(plan, _targets)).ToList())
        {
            target.Scope.StampDashboard(dashboard);
            Try(target.Input, () =>
            {
                FileValue document = Await(call => DashboardFileWriter.CreateAsync(dashboard, target.Scope, definitions[target.Scope.Key], call));
                Await(call => owners.CheckAsync(dashboard, document, target.Scope, call));
                read.Add((dashboard, document));
            });
        }

        return read;
    }

    private void Write(DashboardFileWriter writer, DashboardFileDraft draft, FileFolder folder)
    {
        string file = System.IO.Path.Combine(folder.Root, draft.File);
        if (draft.Content is null)
            WriteVerbose($"'{file}' is up to date.");
        else if (ShouldProcess(file, $"{(draft.IsNew ? "Write" : "Update")} the file of dashboard '{MessageText.Name(draft.Dashboard.Name)}'"))
            writer.Write(draft);
        else
            return;
        if (PassThru)
            Command.Messages.WriteFile(new FileInfo(file));
    }
}
