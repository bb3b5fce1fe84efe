using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell.Commands;

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
        // CmdletInfo.OutputType asks for the current location, which an engine without providers has not.
        Outputs = [.. cmdlet.ImplementingType.GetCustomAttributes<OutputTypeAttribute>(inherit: false).SelectMany(o => o.Type).Select(o => o.Name)];
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

    /// <summary>Every cmdlet of the module's assembly, by name.</summary>
    public static IReadOnlyList<CmdletFacts> OfModule(Assembly module)
    {
        // An engine with nothing but these cmdlets and the one that describes them: no module is imported, so none has to be staged.
        InitialSessionState state = InitialSessionState.Create();
        state.Commands.Add(new SessionStateCmdletEntry("Get-Command", typeof(GetCommandCommand), null));
        foreach (Type type in module.GetTypes().Where(t => !t.IsAbstract))
        {
            if (type.GetCustomAttribute<CmdletAttribute>(inherit: false) is { } cmdlet)
                state.Commands.Add(new SessionStateCmdletEntry(cmdlet.VerbName + "-" + cmdlet.NounName, type, null));
        }

        using Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("Get-Command");
        // Sets are worked out by the engine at first use, which needs its runspace.
        Runspace? before = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = runspace;
        try
        {
            return [.. shell.Invoke<CmdletInfo>().Where(c => c.ImplementingType.Assembly == module)
                .OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase).Select(c => new CmdletFacts(c))];
        }
        finally
        {
            Runspace.DefaultRunspace = before;
        }
    }

    private static IEnumerable<CommandParameterInfo> Own(CommandParameterSetInfo set) => set.Parameters.Where(p => !Common.Contains(p.Name));

    private static string FolderOf(string className)
    {
        string commands = Path.Combine(HelpBook.RepositoryRoot, "src", "PostHogPS", "Commands");
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
