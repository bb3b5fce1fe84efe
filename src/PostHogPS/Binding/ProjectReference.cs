using System;
using System.Globalization;
using System.Management.Automation;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Binding;

/// <summary>What -ProjectId was given: a number, a project, or @current.</summary>
public sealed class ProjectReference
{
    private readonly ProblemException? _problem;

    private ProjectReference(string text, PostHogConnection? origin, string? name, ProblemException? problem)
    {
        Text = text;
        Origin = origin;
        Name = name;
        _problem = problem;
    }

    /// <summary>A number as text, or @current.</summary>
    public string Text { get; }

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    internal PostHogConnection? Origin { get; }

    internal string? Name { get; }

    internal void ThrowIfBad()
    {
        if (_problem is not null)
            throw _problem;
    }

    internal static ProjectReference CreateFrom(object? input)
    {
        object? value = ShellObject.Unwrap(input);
        if (value is ProjectReference already)
            return already;
        PipedObject piped = PipedObject.Read(input);
        if (piped.Kind == PipedKind.Project && piped.ProjectId is long id)
            return new ProjectReference(ProjectText.FormatId(id), piped.Origin, piped.Name, piped.OriginProblem);

        string text = Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() ?? "";
        return new ProjectReference(text, null, null, ProjectText.IsValid(text) ? null : Problems.BadProject(text, "-ProjectId"));
    }
}

/// <summary>Reads -ProjectId. A bad value is kept and refused by the cmdlet, so that it carries the module's own error id.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ProjectTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ProjectReference.CreateFrom(inputData);
}
