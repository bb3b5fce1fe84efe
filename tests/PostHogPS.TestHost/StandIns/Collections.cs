using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace PostHogPS.TestHost;

[Cmdlet(VerbsDiagnostic.Measure, "Object")]
public sealed class MeasureObjectStandIn : PSCmdlet
{
    private readonly List<double> _values = [];
    private int _count;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object? Property { get; set; }

    [Parameter]
    public SwitchParameter Sum { get; set; }

    [Parameter]
    public SwitchParameter Average { get; set; }

    [Parameter]
    public SwitchParameter Maximum { get; set; }

    [Parameter]
    public SwitchParameter Minimum { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;

        object? value = PropertyExpression.Value(Property, InputObject);
        if (Property is not null && value is null)
            return;

        _count++;
        if (Sum || Average || Maximum || Minimum)
            _values.Add(Convert.ToDouble(value, CultureInfo.InvariantCulture));
    }

    protected override void EndProcessing()
    {
        bool any = _values.Count > 0;
        PSObject result = new();
        result.Properties.Add(new PSNoteProperty("Count", _count));
        result.Properties.Add(new PSNoteProperty("Sum", Sum && any ? _values.Sum() : null));
        result.Properties.Add(new PSNoteProperty("Average", Average && any ? _values.Average() : null));
        result.Properties.Add(new PSNoteProperty("Maximum", Maximum && any ? _values.Max() : null));
        result.Properties.Add(new PSNoteProperty("Minimum", Minimum && any ? _values.Min() : null));
        WriteObject(result);
    }
}

[Cmdlet("Sort", "Object")]
public sealed class SortObjectStandIn : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
            _items.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        object?[] keys = Property ?? new object?[] { null };
        IOrderedEnumerable<PSObject> sorted = _items.OrderBy(_ => 0);
        foreach (object? key in keys)
        {
            sorted = Descending
                ? sorted.ThenByDescending(i => PropertyExpression.Value(key, i), Comparer<object?>.Create(Compare))
                : sorted.ThenBy(i => PropertyExpression.Value(key, i), Comparer<object?>.Create(Compare));
        }

        WriteObject(Unique ? sorted.DistinctBy(i => PropertyExpression.Value(keys[0], i)) : sorted, enumerateCollection: true);
    }

    private static int Compare(object? left, object? right) => LanguagePrimitives.Compare(left, right, true, CultureInfo.InvariantCulture);
}

[Cmdlet(VerbsData.Group, "Object")]
public sealed class GroupObjectStandIn : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    [Parameter]
    public SwitchParameter NoElement { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
            _items.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        IEnumerable<IGrouping<string, PSObject>> groups = _items
            .GroupBy(i => string.Join(", ", Property.Select(p => LanguagePrimitives.ConvertTo<string>(PropertyExpression.Value(p, i)))))
            .OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<string, PSObject> group in groups)
        {
            PSObject result = new();
            result.Properties.Add(new PSNoteProperty("Count", group.Count()));
            result.Properties.Add(new PSNoteProperty("Name", group.Key));
            if (!NoElement)
                result.Properties.Add(new PSNoteProperty("Group", group.ToArray()));
            WriteObject(result);
        }
    }
}

[Cmdlet(VerbsCommon.Get, "Member")]
public sealed class GetMemberStandIn : PSCmdlet
{
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    public PSMemberTypes MemberType { get; set; } = PSMemberTypes.All;

    protected override void ProcessRecord()
    {
        if (InputObject is null || !_seen.Add(InputObject.TypeNames[0]))
            return;

        foreach (PSMemberInfo member in InputObject.Members.OrderBy(m => m.Name, StringComparer.OrdinalIgnoreCase))
        {
            if ((member.MemberType & MemberType) == 0 || member.Name.StartsWith("get_", StringComparison.Ordinal) || member.Name.StartsWith("set_", StringComparison.Ordinal))
                continue;
            if (!Name.Any(n => new WildcardPattern(n, WildcardOptions.IgnoreCase).IsMatch(member.Name)))
                continue;

            PSObject result = new();
            result.Properties.Add(new PSNoteProperty("Name", member.Name));
            result.Properties.Add(new PSNoteProperty("MemberType", member.MemberType));
            result.Properties.Add(new PSNoteProperty("Definition", member.ToString()));
            result.Properties.Add(new PSNoteProperty("TypeName", InputObject.TypeNames[0]));
            WriteObject(result);
        }
    }
}
