using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Binding;
using PostHogPS.Cmdlets;
using PostHogPS.Completion;
using PostHogPS.Errors;

namespace PostHogPS.Commands;

/// <summary>Changes dashboards (PATCH). Reads first and sends only what changes.</summary>
[Cmdlet(VerbsCommon.Set, "PHDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(Dashboard))]
public sealed class SetPHDashboardCommand : DashboardTargetCmdlet
{
    private Dashboard? _named;

    /// <summary><para>The new name.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public string? Name { get; set; }

    /// <summary><para>The new description.</para></summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary><para>$true pins, $false unpins.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public bool? Pinned { get; set; }

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

    /// <summary><para>Filters, instead of those there are.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Filters { get; set; }

    /// <summary><para>Variables, instead of those there are.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Variables { get; set; }

    /// <summary><para>Gives the dashboards back as they are afterwards.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => RequireChange(nameof(Dashboard), nameof(PassThru));

    private protected override void Process(DashboardTarget target)
    {
        if (Name is not null && string.IsNullOrWhiteSpace(Name))
            throw Fault.Validation("A dashboard's name may not be blank.");
        RefuseNothing("Tag", "A list of tags", nameof(Tag));
        DashboardBody.CheckTags(Tag, AddTag, RemoveTag);
        if (AddTag?.Intersect(RemoveTag ?? [], StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            throw Fault.Validation($"The tag '{both}' is to be added and taken away at once.");
        if (Tag is not null && (AddTag is not null || RemoveTag is not null))
            throw Fault.Validation("-Tag replaces all tags, so it does not go with -AddTag and -RemoveTag.");
        Dashboard current = Read(target.Scope, target.Id);
        Dictionary<string, object?> body = Body(current, out List<string> changes);
        string what = new DashboardTarget(target.Scope, target.Id, target.Input, current.Name).Description;
        if (Name is not null)
        {
            if (_named is { } first && body.ContainsKey("name"))
                throw Fault.Validation($"-Name gives one dashboard a name, and it was given to '{first.Name}' ({first.Id}) already; {what} keeps its own.", "Rename each by a line of its own: ForEach-Object { $_ | Set-PHDashboard -Name ($_.Name + ' 2026') }.");
            _named ??= current;
        }

        if (body.Count == 0)
        {
            WriteVerbose($"Nothing changes on {what}, so nothing was sent.");
            if (PassThru)
                WriteObject(current);
            return;
        }

        if (!ShouldProcess($"Change {what}:", $"Change {what}?", "Set-PHDashboard", changes, out _))
            return;
        Dashboard after = Named(target.Scope, Await(call => target.Scope.Session.Dashboards.UpdateAsync(target.Scope.Project, target.Id, body, call)));
        if (PassThru)
            WriteObject(after);
    }

    private Dictionary<string, object?> Body(Dashboard current, out List<string> changes)
    {
        string[]? tags = Tag ?? (AddTag is null && RemoveTag is null ? null
            : current.Tags.Where(t => RemoveTag?.Contains(t, StringComparer.OrdinalIgnoreCase) != true).Union(AddTag ?? [], StringComparer.OrdinalIgnoreCase).ToArray());
        var wanted = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (Name is not null)
            wanted["name"] = Name;
        DashboardBody.Fill(wanted, Description, Pinned, tags, Filters, Variables);
        var old = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["name"] = current.Name,
            ["description"] = current.Description,
            ["pinned"] = current.Pinned,
            ["tags"] = current.Tags,
            ["filters"] = current.Filters,
            ["variables"] = current.Variables,
        };
        List<string> changed = wanted.Keys.Where(key => !PlainValue.Same(old[key], wanted[key])).ToList();
        changes = changed.ConvertAll(key => $"{key}: {PlainValue.Text(old[key])} -> {PlainValue.Text(wanted[key])}");
        return changed.ToDictionary(key => key, key => wanted[key], StringComparer.Ordinal);
    }
}
