using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.TestHost;

[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectStandIn : PSCmdlet
{
    private readonly Queue<PSObject> _last = new();
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);
    private int _written;
    private int _skipped;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public int? First { get; set; }

    [Parameter]
    public int? Last { get; set; }

    [Parameter]
    public int Skip { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;

        if (_skipped < Skip)
        {
            _skipped++;
            return;
        }

        if (Last is not null)
        {
            _last.Enqueue(InputObject);
            if (_last.Count > Last)
                _last.Dequeue();
            return;
        }

        Emit(InputObject);
        if (First is not null && _written >= First)
            Engine.StopUpstream(this);
    }

    protected override void EndProcessing()
    {
        foreach (PSObject item in _last)
            Emit(item);
    }

    private void Emit(PSObject item)
    {
        PSObject selected = Property is null ? item : Project(item);
        object? result = ExpandProperty is null ? selected : item.Properties[ExpandProperty]?.Value;
        if (result is null || (Unique && !_seen.Add(result.ToString() ?? "")))
            return;

        _written++;
        WriteObject(result, enumerateCollection: ExpandProperty is not null);
    }

    private PSObject Project(PSObject item)
    {
        PSObject copy = new();
        foreach (object entry in Property!)
        {
            if (PropertyExpression.IsCalculated(entry, out string? name, out ScriptBlock? script))
            {
                copy.Properties.Add(new PSNoteProperty(name, PropertyExpression.Evaluate(script!, item)));
                continue;
            }

            WildcardPattern pattern = new(entry.ToString(), WildcardOptions.IgnoreCase);
            PSPropertyInfo[] matches = [.. item.Properties.Where(p => pattern.IsMatch(p.Name))];
            if (matches.Length == 0)
                copy.Properties.Add(new PSNoteProperty(entry.ToString(), null));
            foreach (PSPropertyInfo match in matches)
                copy.Properties.Add(new PSNoteProperty(match.Name, match.Value));
        }

        copy.TypeNames.Insert(0, "Selected." + item.TypeNames[0]);
        return copy;
    }
}
