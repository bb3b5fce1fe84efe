using System;
using System.Globalization;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>Numbers are seconds. PowerShell itself would read 90 as 90 ticks.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeSpanTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        TimeSpan? span = value switch
        {
            TimeSpan given => given,
            int or long or double or decimal => TimeSpan.FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) => TimeSpan.FromSeconds(seconds),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan given) => given,
            _ => null,
        };
        return span is { } length && length > TimeSpan.Zero
            ? length
            : throw new ArgumentTransformationMetadataException($"'{inputData}' is not a length of time. Give a span such as 02:00:00, or seconds.");
    }
}
