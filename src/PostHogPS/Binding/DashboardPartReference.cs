using System;
using System.Globalization;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>What a parameter that names a tile or a password was given: the object, a copy of it, or its id.</summary>
public sealed class DashboardPartReference
{
    internal DashboardPartReference(PipedObject piped) => Piped = piped;

    internal PipedObject Piped { get; }

    /// <summary>The id, when the input is or has one.</summary>
    public long? Id => Piped.Kind is PipedKind.DashboardTile or PipedKind.DashboardSharingPassword or PipedKind.Number or PipedKind.Text ? Piped.Number : null;

    /// <summary>The id, or the text.</summary>
    public override string ToString() => Id?.ToString(CultureInfo.InvariantCulture) ?? Piped.Text ?? "";
}

/// <summary>Reads what names parts of dashboards; the cmdlet rejects anything else, item by item.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DashboardPartReferencesAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        SettingSwitch.IsValue(inputData)
            ? throw SettingSwitch.NotPositional("tile", inputData)
            : References.Many(inputData, item => new DashboardPartReference(PipedObject.Read(item)));
}
