using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PostHogPS.TestHost;

namespace PostHogPS.HelpTool;

/// <summary>What the code says of a cmdlet, as a real PowerShell engine sees it.</summary>
public sealed class CmdletFacts
{
    private static readonly HashSet<string> Common = [.. Cmdlet.CommonParameters];

    private CmdletFacts(CmdletInfo cmdlet)
    {
        Name = cmdlet.Name;
        Verb = cmdlet.Verb;
        Noun = cmdlet.Noun;
        TypeName = cmdlet.ImplementingType.FullName!;
        Group = FolderOf(cmdlet.ImplementingType.Name);
        Outputs = [.. cmdlet.OutputType.Select(o => o.Name)];
        Sets = [.. cmdlet.ParameterSets.OrderBy(s => !s.IsDefault).ThenBy(s => s.Name, StringComparer.Ordinal).Select(s => new ParameterSetFacts(s, Own(s)))];
        object instance = Activator.CreateInstance(cmdlet.ImplementingType)!;
        Parameters = [.. cmdlet.ParameterSets.SelectMany(Own).GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
            .Select(p => new ParameterFacts(p.First(), cmdlet.ParameterSets, cmdlet.ImplementingType, instance))
            .OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)];
        (instance as IDisposable)?.Dispose();
    }

    public string Name { get; }

    public string Verb { get; }

    public string Noun { get; }

    /// <summary>Full name of the class.</summary>
    public string TypeName { get; }

    /// <summary>The folder under Commands that the class lies in: the noun it belongs to.</summary>
    public string Group { get; }

    public IReadOnlyList<string> Outputs { get; }

    public IReadOnlyList<ParameterSetFacts> Sets { get; }

    public IReadOnlyList<ParameterFacts> Parameters { get; }

    /// <summary>Every cmdlet of the staged module, by name.</summary>
    public static IReadOnlyList<CmdletFacts> OfStagedModule()
    {
        StagedModule.ResolveModuleTypes();
        using var shell = Shell.Open();
        return [.. shell.Run("Get-Command -Module PostHogPS").Clean().As<CmdletInfo>()
            .OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase).Select(c => new CmdletFacts(c))];
    }

    private static IEnumerable<CommandParameterInfo> Own(CommandParameterSetInfo set) => set.Parameters.Where(p => !Common.Contains(p.Name));

    private static string FolderOf(string className)
    {
        string commands = Path.Combine(StagedModule.RepositoryRoot, "src", "PostHogPS", "Commands");
        string? file = Directory.EnumerateFiles(commands, className + ".cs", SearchOption.AllDirectories).FirstOrDefault();
        return file is null ? "Other" : Path.GetFileName(Path.GetDirectoryName(file)!);
    }
}

/// <summary>One parameter set: what can be typed together.</summary>
public sealed class ParameterSetFacts
{
    internal ParameterSetFacts(CommandParameterSetInfo set, IEnumerable<CommandParameterInfo> parameters)
    {
        Name = set.Name;
        IsDefault = set.IsDefault;
        // As people type them: positions first, then what must be there, then the rest as declared.
        Parameters = [.. parameters
            .Select((p, i) => (Parameter: p, Declared: i))
            .OrderBy(p => p.Parameter.Position >= 0 ? p.Parameter.Position : int.MaxValue)
            .ThenBy(p => !p.Parameter.IsMandatory)
            .ThenBy(p => Cmdlet.OptionalCommonParameters.Contains(p.Parameter.Name))
            .ThenBy(p => p.Declared)
            .Select(p => p.Parameter)];
    }

    public string Name { get; }

    public bool IsDefault { get; }

    public IReadOnlyList<CommandParameterInfo> Parameters { get; }

    /// <summary>The syntax in lines of at most 100 columns.</summary>
    public IEnumerable<string> Syntax(string cmdlet)
    {
        string line = cmdlet;
        foreach (string word in Parameters.Select(Word).Append("[<CommonParameters>]"))
        {
            if (line.Length + word.Length + 1 > 100)
            {
                yield return line;
                line = "";
            }

            line += " " + word;
        }

        yield return line;
    }

    private static string Word(CommandParameterInfo p)
    {
        string name = p.Position >= 0 ? "[-" + p.Name + "]" : "-" + p.Name;
        string text = p.ParameterType == typeof(SwitchParameter) ? name : name + " <" + TypeText.Short(p.ParameterType) + ">";
        if (p.IsMandatory)
            return text;
        return "[" + text + "]";
    }
}
