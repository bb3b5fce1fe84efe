using System;
using System.Management.Automation;
using PostHogPS.Hosting;
using PostHogPS.Schedule;

namespace PostHogPS.Binding;

/// <summary>Reads dates as PowerShell passes them.</summary>
internal static class DateReader
{
    /// <summary>A text out of a copy of an object.</summary>
    internal static DateInput ReadCopy(string text) => DateInput.CreateFrom(text, ModuleClock.Current.UtcNow, isCopy: true);

    internal static DateInput Read(object? input)
    {
        object? value = ShellObject.Unwrap(input);
        // Unquoted, 2d is a decimal of PowerShell's: what was typed is still there.
        if (value is decimal && input is PSObject && input.ToString() is { } typed && DateInput.IsSpan(typed))
            value = typed;
        // Import-Clixml and jobs give an instant back as a bag of its properties.
        if (value is PSObject copy && InstantReader.Read(copy) is { } instant)
            value = instant;
        return DateInput.CreateFrom(value, ModuleClock.Current.UtcNow);
    }
}

/// <summary>Reads dates. A bad one is kept and refused by the cmdlet with the module's own error id.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DateTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => DateReader.Read(inputData);
}
