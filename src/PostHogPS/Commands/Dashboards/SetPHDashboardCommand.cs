using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Contracts;
using PostHogPS.DashboardFiles;

namespace PostHogPS.Commands;

/// <summary>Changes dashboards (PATCH). Reads first, sends only what changes, and compares the answer with it.</summary>
[Cmdlet(VerbsCommon.Set, "PHDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(Dashboard))]
public sealed class SetPHDashboardCommand : DashboardTargetCmdlet
{
    private Dashboard? _named;

    /// <summary><para>The new name.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public string? Name { get; set; }

    /// <summary><para>The new description. The line with the key of a copy stays, unless this has one of its own.</para></summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary><para>Pins the dashboards; -Pinned:$false unpins them.</para></summary>
    [Parameter]
    [NotNullSwitch]
    public SwitchParameter Pinned { get; set; }

    /// <summary><para>The tags, instead of those there are; @() for none.</para></summary>
    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(DashboardTagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary><para>Tags to add.</para></summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(DashboardTagCompleter))]
    public string[]? AddTag { get; set; }

    /// <summary><para>Tags to take away.</para></summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(DashboardTagCompleter))]
    public string[]? RemoveTag { get; set; }

    /// <summary><para>Filters, instead of those there are; @{} for none.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Filters { get; set; }

    /// <summary><para>Variables, instead of those there are. PostHog cannot empty them.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Variables { get; set; }

    /// <summary><para>Gives the dashboards back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RequireChange(nameof(Dashboard), nameof(PassThru));
        Try(null, () =>
        {
            if (Variables is { Count: 0 })
                throw new ProblemException("Validation", ProblemCategory.InvalidArgument,
                    "PostHog cannot empty the variables of a dashboard: it ignores an empty list and "
                    + "answers without an error. Nothing was sent.", "Give the variables that shall remain.") { EndsCommand = true };
        });
    }

    private protected override void Process(DashboardTarget target)
    {
        if (Name is not null && string.IsNullOrWhiteSpace(Name))
            throw Problems.Validation("A dashboard's name may not be blank.");
        RefuseNothing("Tag", "A list of tags", nameof(Tag));
        DashboardPatch.CheckTags(Tag, AddTag, RemoveTag);
        if (AddTag?.Intersect(RemoveTag ?? [], StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            throw Problems.Validation($"The tag '{both}' is given for both -AddTag and -RemoveTag.");
        if (Tag is not null && (AddTag is not null || RemoveTag is not null))
            throw Problems.Validation("-Tag replaces all tags, so it cannot be combined with -AddTag and -RemoveTag.");
        Dashboard current = Resolver.Read(target.Scope, target.Id);
        var patch = new DashboardPatch(current);
        patch.Set(Name, DashboardMarker.Keep(current.Description, Description), Given(nameof(Pinned)) ? Pinned.IsPresent : null, TagsOf(current),
            DashboardPatch.FiltersOf(Filters), Variables is null ? null : PlainValue.CopyBag(Variables));
        string what = new DashboardTarget(target.Scope, target.Id, target.Input, current.Name).Description;
        if (Name is not null)
        {
            if (_named is { } first && patch.Renames)
                throw Problems.Validation($"-Name gives one dashboard a name, and it was given to '{first.Name}' ({first.Id}) already; {what} keeps its own.",
                    "Rename each by a line of its own: ForEach-Object { $_ | Set-PHDashboard -Name ($_.Name + ' 2026') }.");
            _named ??= current;
        }

        if (patch.IsEmpty)
        {
            WriteVerbose($"Nothing changes on {what}, so nothing was sent.");
            if (PassThru)
                WriteObject(current);
            return;
        }

        if (!ShouldProcess($"Change {what}:", $"Change {what}?", "Set-PHDashboard", patch.Changes, out _))
            return;
        Dashboard after = target.Scope.StampDashboard(Await(call =>
            target.Scope.Session.Dashboards.UpdateAsync(target.Scope.Project, target.Id, patch.Body, call)));
        Command.Messages.WarnNotTaken(what, patch.NotTaken(after));
        if (PassThru)
            WriteObject(after);
    }

    private string[]? TagsOf(Dashboard current) => Tag ?? (AddTag is null && RemoveTag is null ? null
        : current.Tags.Where(t => RemoveTag?.Contains(t, StringComparer.OrdinalIgnoreCase) != true).Union(AddTag ?? [], StringComparer.OrdinalIgnoreCase)
            .ToArray());
}
