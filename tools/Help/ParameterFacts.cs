using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text;
using static System.FormattableString;

namespace PostHogPS.HelpTool;

/// <summary>What the code says of one parameter.</summary>
public sealed class ParameterFacts
{
    private readonly List<(string Set, CommandParameterInfo Parameter)> _sets;
    private readonly bool _inAllSets;

    internal ParameterFacts(CommandParameterInfo parameter, IReadOnlyCollection<CommandParameterSetInfo> sets, Type cmdlet, object instance)
    {
        Name = parameter.Name;
        Type = parameter.ParameterType;
        Aliases = [.. parameter.Aliases.Order(StringComparer.Ordinal)];
        SupportsWildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any();
        AcceptedValues = Accepted(parameter);
        PropertyInfo? property = cmdlet.GetProperty(Name);
        Default = property?.CanRead == true ? TypeText.Value(property.GetValue(instance)) : "";
        DeclaringType = property?.DeclaringType?.FullName ?? "";
        _sets = [.. sets.OrderBy(s => !s.IsDefault).ThenBy(s => s.Name, StringComparer.Ordinal)
            .SelectMany(s => s.Parameters.Where(p => p.Name == Name).Select(p => (s.Name, p)))];
        _inAllSets = _sets.Count == sets.Count && _sets.Select(s => Shape(s.Parameter)).Distinct().Count() == 1;
    }

    public string Name { get; }

    public Type Type { get; }

    public IReadOnlyList<string> Aliases { get; }

    public bool SupportsWildcards { get; }

    public IReadOnlyList<string> AcceptedValues { get; }

    /// <summary>The value it has when it is left out; empty when that is nothing, zero or false.</summary>
    public string Default { get; }

    /// <summary>Full name of the class that declares it.</summary>
    public string DeclaringType { get; }

    /// <summary>True when every set that has it demands it.</summary>
    public bool IsMandatory => _sets.All(s => s.Parameter.IsMandatory);

    public bool FromPipeline => _sets.Any(s => s.Parameter.ValueFromPipeline);

    public int Position => _sets.Max(s => s.Parameter.Position);

    /// <summary>The lines of the yaml block, in the form of PlatyPS.</summary>
    public IEnumerable<string> Yaml()
    {
        yield return "Type: " + TypeText.Full(Type);
        yield return "DefaultValue: " + Quote(Default);
        yield return "SupportsWildcards: " + Bool(SupportsWildcards);
        foreach (string line in List("Aliases", Aliases))
            yield return line;
        yield return "ParameterSets:";
        foreach ((string set, CommandParameterInfo parameter) in _inAllSets ? _sets.Take(1) : _sets)
        {
            yield return "- Name: " + (_inAllSets ? "(All)" : set);
            yield return "  Position: " + (parameter.Position >= 0 ? parameter.Position.ToString(CultureInfo.InvariantCulture) : "Named");
            yield return "  IsRequired: " + Bool(parameter.IsMandatory);
            yield return "  ValueFromPipeline: " + Bool(parameter.ValueFromPipeline);
            yield return "  ValueFromPipelineByPropertyName: " + Bool(parameter.ValueFromPipelineByPropertyName);
            yield return "  ValueFromRemainingArguments: " + Bool(parameter.ValueFromRemainingArguments);
        }

        yield return "DontShow: false";
        foreach (string line in List("AcceptedValues", AcceptedValues))
            yield return line;
        yield return "HelpMessage: ''";
    }

    private static (bool, int, bool, bool, bool) Shape(CommandParameterInfo p) =>
        (p.IsMandatory, p.Position, p.ValueFromPipeline, p.ValueFromPipelineByPropertyName, p.ValueFromRemainingArguments);

    private static string[] Accepted(CommandParameterInfo parameter)
    {
        if (parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault() is { } set)
            return [.. set.ValidValues];
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        type = type.IsArray ? type.GetElementType()! : type;
        return type.IsEnum ? Enum.GetNames(type) : [];
    }

    private static IEnumerable<string> List(string name, IReadOnlyList<string> items) =>
        items.Count == 0 ? [name + ": []"] : items.Select(item => "- " + item).Prepend(name + ":");

    private static string Quote(string text) =>
        text.Length > 0 && text.All(char.IsLetterOrDigit) ? text : "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static string Bool(bool value) => value ? "true" : "false";
}

/// <summary>Types and values as help spells them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(string)] = "string", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(double)] = "double", [typeof(bool)] = "bool",
        [typeof(ulong)] = "ulong", [typeof(object)] = "Object", [typeof(Hashtable)] = "hashtable", [typeof(IDictionary)] = "IDictionary",
        [typeof(PSObject)] = "psobject", [typeof(Uri)] = "uri", [typeof(TimeSpan)] = "timespan", [typeof(Guid)] = "guid",
        [typeof(System.Security.SecureString)] = "securestring", [typeof(PSCredential)] = "pscredential",
    };

    internal static string Short(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray)
            return Short(type.GetElementType()!) + "[]";
        return Words.TryGetValue(type, out string? word) ? word : type.Name;
    }

    internal static string Full(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.FullName ?? type.Name;
    }

    /// <summary>A default as a person would type it; empty for nothing.</summary>
    internal static string Value(object? value)
    {
        switch (value)
        {
            case null or SwitchParameter or false or 0 or 0L or 0.0 or int.MaxValue or "":
                return "";
            case true:
                return "$true";
            case TimeSpan span:
                return span == TimeSpan.Zero ? "" : span.ToString("c", CultureInfo.InvariantCulture);
            case string text:
                return text;
            case { } when value.GetType().GetProperty("Instant")?.GetValue(value) is DateTimeOffset instant:
                // A default time moves with the clock; what stays is the distance from now.
                return Invariant($"-{Math.Round((DateTimeOffset.Now - instant).TotalDays)}d");
            case IEnumerable list:
                var all = new StringBuilder();
                foreach (object? item in list)
                    all.Append(all.Length == 0 ? "" : ", ").Append(Value(item));
                return all.ToString();
            default:
                return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
    }
}
