using System;
using System.Globalization;
using System.Management.Automation;

namespace PostHogPS.Binding;

/// <summary>Instants in copies: Import-Clixml and jobs give one back as a bag of its properties, or as a DateTime.</summary>
internal static class InstantReader
{
    internal static DateTimeOffset? Read(object? time) => ShellObject.Unwrap(time) switch
    {
        DateTimeOffset instant => instant,
        DateTime date => new DateTimeOffset(date),
        PSObject bag when bag.Properties["UtcDateTime"]?.Value is { } utc => Read(utc),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed) => parsed,
        _ => null,
    };
}
