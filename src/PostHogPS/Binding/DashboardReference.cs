using System;
using System.Management.Automation;
using PostHogPS.Contracts;

namespace PostHogPS.Binding;

/// <summary>What a parameter that names a dashboard was given: a dashboard, its id, or a name.</summary>
public sealed class DashboardReference
{
    internal DashboardReference(PipedObject piped) => Piped = piped;

    internal PipedObject Piped { get; }

    /// <summary>The id, when the input has one. What belongs to a dashboard, such as a tile, means that dashboard.</summary>
    public long? Id => Piped.Kind is PipedKind.Dashboard or PipedKind.Number or PipedKind.Anonymous ? Piped.Number : Piped.DashboardId;

    /// <summary>The name or pattern, when the input is a text.</summary>
    public string? Name => Piped.Kind == PipedKind.Text ? Piped.Text : null;

    /// <summary>The dashboard itself, when it was given.</summary>
    internal Dashboard? Dashboard => Piped.Typed as Dashboard;

    /// <summary>The name, or the id.</summary>
    public override string ToString() => Dashboard?.Name ?? Name ?? Id?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";

    /// <summary>The reason the input names no dashboard, or null.</summary>
    internal ProblemException? Problem =>
        Id is not null || Name is { Length: > 0 }
            ? null
            : Problems.Invalid("Dashboard", $"A dashboard was expected, but the input is {(Piped.Input is null ? "nothing" : $"'{Piped.Input}'")}.",
                "Give a dashboard, its id, or a name: Get-PHDashboard shows them.");

    internal static DashboardReference[] ManyFrom(object? input) =>
        References.Many(input, item => new DashboardReference(PipedObject.Read(item)));
}

/// <summary>Reads what names dashboards; the cmdlet rejects anything else, item by item.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DashboardReferencesAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        SettingSwitch.IsValue(inputData)
            ? throw SettingSwitch.NotPositional("dashboard", inputData)
            : DashboardReference.ManyFrom(inputData);
}
