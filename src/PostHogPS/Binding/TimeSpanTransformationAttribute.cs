using System;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace PostHogPS.Binding;

/// <summary>Numbers are seconds, and 90m or 2h are what they look like. PowerShell itself would read 90 as 90 ticks.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeSpanTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly Regex Short = new(@"^([0-9]{1,6})\s*([sS]|m|[mM]in|[hH]|[dD])$", RegexOptions.CultureInvariant);

    /// <summary>Nothing at all is a length too.</summary>
    public bool TakesZero { get; set; }

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = ShellObject.Unwrap(inputData);
        TimeSpan? span = value switch
        {
            TimeSpan given => given,
            // Unquoted, 2d is a decimal of PowerShell's and 30s a short: what was typed is still there.
            not string when inputData is PSObject && Short.Match(inputData.ToString() ?? "") is { Success: true } typed => Parse(typed),
            int or long or short or byte or sbyte or double or decimal => Seconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) => Seconds(seconds),
            string text when Short.Match(text.Trim()) is { Success: true } match => Parse(match),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan given) => given,
            _ => null,
        };
        return span is { } length && (length > TimeSpan.Zero || (TakesZero && length == TimeSpan.Zero))
            ? length
            : throw new ArgumentTransformationMetadataException($"'{inputData}' is not a length of time. Give a span such as 02:00:00 or 90m, or seconds.");
    }

    private static TimeSpan Parse(Match match)
    {
        double count = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value.ToUpperInvariant() switch
        {
            "S" => TimeSpan.FromSeconds(count),
            "H" => TimeSpan.FromHours(count),
            "D" => TimeSpan.FromDays(count),
            _ => TimeSpan.FromMinutes(count),
        };
    }

    private static TimeSpan? Seconds(double seconds) =>
        seconds < TimeSpan.MaxValue.TotalSeconds / 2 && seconds >= 0 ? TimeSpan.FromSeconds(seconds) : null;
}
