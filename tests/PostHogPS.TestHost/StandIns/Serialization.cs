using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogPS.TestHost;

[Cmdlet(VerbsData.ConvertTo, "Json")]
public sealed class ConvertToJsonStandIn : PSCmdlet
{
    private readonly List<PSObject?> _items = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public int Depth { get; set; } = 2;

    [Parameter]
    public SwitchParameter Compress { get; set; }

    [Parameter]
    public SwitchParameter AsArray { get; set; }

    protected override void ProcessRecord() => _items.Add(InputObject);

    protected override void EndProcessing()
    {
        JsonNode? node = _items.Count == 1 && !AsArray
            ? Node(_items[0], Depth)
            : new JsonArray([.. _items.Select(i => Node(i, Depth))]);
        WriteObject(node is null ? "null" : node.ToJsonString(new JsonSerializerOptions(JsonSerializerOptions.Default) { WriteIndented = !Compress }));
    }

    private static JsonNode? Node(object? value, int depth)
    {
        object? plain = value is PSObject { ImmediateBaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        switch (plain)
        {
            case null: return null;
            case string or bool or int or long or double or decimal or DateTime or DateTimeOffset or Guid: return JsonValue.Create(plain);
            case TimeSpan or Uri or Version or Type: return JsonValue.Create(plain.ToString());
            case Enum e: return JsonValue.Create(Convert.ToInt64(e, CultureInfo.InvariantCulture));
        }

        if (depth < 0)
            return JsonValue.Create(plain.ToString());
        if (plain is IDictionary table)
            return new JsonObject(table.Keys.Cast<object>().Select(k => KeyValuePair.Create(k.ToString()!, Node(table[k], depth - 1))));
        if (plain is IEnumerable list)
            return new JsonArray([.. list.Cast<object?>().Select(i => Node(i, depth - 1))]);
        return new JsonObject(PSObject.AsPSObject(value).Properties
            .Where(p => p.IsGettable)
            .Select(p => KeyValuePair.Create(p.Name, Node(Read(p), depth - 1))));
    }

    private static object? Read(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}

[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonStandIn : PSCmdlet
{
    private readonly StringBuilder _text = new();

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string InputObject { get; set; } = "";

    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    protected override void ProcessRecord() => _text.AppendLine(InputObject);

    protected override void EndProcessing()
    {
        using JsonDocument document = JsonDocument.Parse(_text.ToString());
        WriteObject(Value(document.RootElement), enumerateCollection: true);
    }

    private object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => AsHashtable ? Table(element) : Custom(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => element.TryGetDateTime(out DateTime date) ? date : element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? (object)whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private PSObject Custom(JsonElement element)
    {
        PSObject result = new();
        foreach (JsonProperty property in element.EnumerateObject())
            result.Properties.Add(new PSNoteProperty(property.Name, Value(property.Value)));
        return result;
    }

    private Hashtable Table(JsonElement element)
    {
        Hashtable result = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in element.EnumerateObject())
            result[property.Name] = Value(property.Value);
        return result;
    }
}

[Cmdlet(VerbsData.ConvertTo, "Csv")]
public sealed class ConvertToCsvStandIn : PSCmdlet
{
    private string[]? _columns;

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public SwitchParameter NoTypeInformation { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;

        if (_columns is null)
        {
            _columns = [.. InputObject.Properties.Select(p => p.Name)];
            WriteObject(Csv.Line(_columns));
        }

        WriteObject(Csv.Line(_columns.Select(c => LanguagePrimitives.ConvertTo<string>(InputObject.Properties[c]?.Value))));
    }
}

[Cmdlet(VerbsData.ConvertFrom, "Csv")]
public sealed class ConvertFromCsvStandIn : PSCmdlet
{
    private List<string>? _columns;

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string[] InputObject { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (string line in InputObject.SelectMany(i => i.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
        {
            List<string> cells = Csv.Cells(line.TrimEnd('\r'));
            if (_columns is null)
            {
                _columns = cells;
                continue;
            }

            PSObject row = new();
            for (int i = 0; i < _columns.Count; i++)
                row.Properties.Add(new PSNoteProperty(_columns[i], i < cells.Count ? cells[i] : null));
            row.TypeNames.Insert(0, "CSV:PSObject");
            WriteObject(row);
        }
    }
}

/// <summary>Cells in quotes, quotes doubled; no line breaks inside a cell.</summary>
internal static class Csv
{
    internal static string Line(IEnumerable<string> cells) =>
        string.Join(",", cells.Select(c => "\"" + c.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""));

    internal static List<string> Cells(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(c);
        }

        cells.Add(cell.ToString());
        return cells;
    }
}

[Cmdlet(VerbsData.Export, "Clixml")]
public sealed class ExportClixmlStandIn : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    [Parameter(Position = 0, Mandatory = true)]
    public string Path { get; set; } = "";

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public int Depth { get; set; } = 2;

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
            _items.Add(InputObject);
    }

    protected override void EndProcessing() =>
        File.WriteAllText(
            GetUnresolvedProviderPathFromPSPath(Path),
            PSSerializer.Serialize(_items.Count == 1 ? _items[0] : _items.ToArray(), Depth));
}

[Cmdlet(VerbsData.Import, "Clixml")]
public sealed class ImportClixmlStandIn : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    public string Path { get; set; } = "";

    protected override void ProcessRecord() =>
        WriteObject(PSSerializer.Deserialize(File.ReadAllText(GetUnresolvedProviderPathFromPSPath(Path))), enumerateCollection: true);
}
