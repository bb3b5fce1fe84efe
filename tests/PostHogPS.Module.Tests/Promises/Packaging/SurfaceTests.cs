using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using PostHogPS.TestHost;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Packaging;

/// <summary>What users type must not change by accident.</summary>
public sealed class SurfaceTests : IDisposable
{
    private readonly Shell _shell = Shell.Open();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Module_exports_exactly_what_the_manifest_lists() => Assert.Equal(Listed, Cmdlets().Select(c => c.Name));

    [Fact]
    public void Every_cmdlet_class_is_exported()
    {
        IEnumerable<string> classes = typeof(PostHogPS.Commands.ConnectPostHogCommand).Assembly.GetTypes()
            .Where(t => !t.IsAbstract)
            .Select(t => t.GetCustomAttributes(typeof(CmdletAttribute), inherit: false).Cast<CmdletAttribute>().FirstOrDefault())
            .Where(a => a is not null)
            .Select(a => a!.VerbName + "-" + a.NounName)
            .Order(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(Listed, classes);
    }

    [Fact]
    public void Surface_is_the_one_of_the_baseline()
    {
        string baseline = Path.Combine(StagedModule.RepositoryRoot, "tests", "PostHogPS.Module.Tests", "Baselines", "surface.txt");
        string[] actual = [.. Cmdlets().SelectMany(Describe)];
        if (Environment.GetEnvironmentVariable("UPDATE_BASELINE") == "1")
            File.WriteAllLines(baseline, actual);

        string[] expected = File.ReadAllLines(baseline);
        Assert.True(
            expected.SequenceEqual(actual),
            "What users type has changed. If that is wanted, run 'UPDATE_BASELINE=1 dotnet test' and commit the baseline with it.\n"
            + string.Join("\n", InFull(expected).Except(InFull(actual)).Select(l => "- " + l)
                .Concat(InFull(actual).Except(InFull(expected)).Select(l => "+ " + l))));
    }

    // With the cmdlet and the parameter set before each parameter: many cmdlets have the same one.
    private static IEnumerable<string> InFull(IEnumerable<string> lines)
    {
        string[] path = ["", "", ""];
        foreach (string line in lines)
        {
            int depth = (line.Length - line.TrimStart().Length) / 2;
            path[depth] = line.Trim();
            yield return string.Join(" ", path.Take(depth + 1));
        }
    }

    [Fact]
    public void Every_verb_is_approved()
    {
        HashSet<string> approved = [.. typeof(VerbsCommon).Assembly.GetTypes()
            .Where(t => t.Namespace == "System.Management.Automation" && t.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields())
            .Where(f => f.IsLiteral)
            .Select(f => (string)f.GetRawConstantValue()!)];
        Assert.All(Cmdlets(), c => Assert.Contains(c.Verb, approved));
    }

    private static string[] Listed { get; } = ManifestTests.Strings(ManifestTests.Read()["CmdletsToExport"]);

    private List<CmdletInfo> Cmdlets() =>
        [.. _shell.Run("Get-Command -Module PostHogPS").Clean().As<CmdletInfo>().OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];

    private static IEnumerable<string> Describe(CmdletInfo cmdlet)
    {
        yield return cmdlet.Name;
        foreach (CommandParameterSetInfo set in cmdlet.ParameterSets.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            yield return "  " + set.Name + (set.IsDefault ? "*" : "");
            // One a line: two changes of a cmdlet touch two lines.
            foreach (CommandParameterInfo parameter in set.Parameters
                .Where(p => !Cmdlet.CommonParameters.Contains(p.Name) && !Cmdlet.OptionalCommonParameters.Contains(p.Name))
                .OrderBy(p => p.Position < 0 ? int.MaxValue : p.Position).ThenBy(p => p.Name, StringComparer.Ordinal))
                yield return "    " + Describe(parameter);
        }
    }

    private static string Describe(CommandParameterInfo parameter)
    {
        string name = parameter.Position >= 0 ? "[" + parameter.Position + "]" : "";
        name += "-" + parameter.Name + string.Concat(parameter.Aliases.Order(StringComparer.Ordinal).Select(a => "|" + a));
        string type = parameter.ParameterType == typeof(SwitchParameter) ? "" : "<" + TypeName(parameter.ParameterType) + ">";
        string flags = (parameter.IsMandatory ? "!" : "") + (parameter.ValueFromPipeline ? "^" : "") + (parameter.ValueFromPipelineByPropertyName ? "~" : "");
        return name + type + flags;
    }

    private static string TypeName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? inner.Name + "?" : type.Name;
}
