using System.Collections;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Dashboards;

namespace PostHogPS.Commands;

/// <summary>Changes dashboards (PATCH). Reads first, sends only what changes, and compares the answer with it.</summary>
[Cmdlet(VerbsCommon.Set, "PHDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(Dashboard))]
public sealed class SetPHDashboardCommand : DashboardTargetCmdlet
{
    private DashboardChange? _change;

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
        if (Variables is { Count: 0 })
            Try(null, () => throw Problems.Validation("PostHog cannot empty the variables of a dashboard: it ignores an empty list and "
                + "answers without an error. Nothing was sent.", "Give the variables that shall remain.", endsCommand: true));
    }

    private protected override void Process(DashboardTarget target)
    {
        RefuseNothing("Tag", "A list of tags", nameof(Tag));
        _change ??= new DashboardChange
        {
            Name = Name,
            Description = Description,
            Pinned = Given(nameof(Pinned)) ? Pinned.IsPresent : null,
            Tags = Tag,
            AddTags = AddTag,
            RemoveTags = RemoveTag,
            Filters = PlainValue.CopyGiven(Filters),
            Variables = PlainValue.CopyGiven(Variables),
        };
        _change.Check();
        Dashboard current = Await(target.ReadAsync);
        var named = new DashboardTarget(target.Scope, current, target.Input);
        DashboardPatch patch = _change.CreatePatch(named, current);
        Dashboard? after = Command.Change(named.Description, current, patch.Changes, call => patch.SendAsync(target.Scope, patch.Body, call));
        if (PassThru && after is not null)
            WriteObject(after);
    }
}
