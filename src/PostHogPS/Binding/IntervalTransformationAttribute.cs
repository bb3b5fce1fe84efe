using System;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace PostHogPS.Binding;

/// <summary>Takes intervals as tables show them ("5 min") and in any case; PostHog knows one spelling of each (docs/server.md#fields-of-an-export).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IntervalTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        ShellObject.Unwrap(inputData) is string text ? Spelled(text.Trim()) : inputData;

    private static string Spelled(string text)
    {
        Match minutes = Regex.Match(text, @"^(?:every\s+)?([0-9]{1,3})\s*(?:m|min|minutes?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (minutes.Success)
            return "every " + minutes.Groups[1].Value + " minutes";
        string lower = text.ToLowerInvariant();
        return lower is "hour" or "day" or "week" ? lower : text;
    }
}
