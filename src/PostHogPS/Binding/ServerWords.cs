using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PostHogPS.Destinations;

namespace PostHogPS.Binding;

/// <summary>Kinds of words that PostHog knows in one spelling only.</summary>
internal enum ServerWord
{
    /// <summary>What an export exports.</summary>
    Model,

    /// <summary>IANA names of timezones.</summary>
    Timezone,

    /// <summary>Statuses of runs and backfills.</summary>
    RunStatus,

    /// <summary>Formats of files.</summary>
    FileFormat,

    /// <summary>Compressions of files.</summary>
    Compression,

    /// <summary>Destination types.</summary>
    DestinationType,

    /// <summary>Kinds of filters.</summary>
    FilterType,
}

/// <summary>
/// People do not mind capital letters and PostHog does: a known word goes out in PostHog's spelling. A word that is not known
/// here goes out as it was typed, since a newer server may know it.
/// </summary>
internal static class ServerWords
{
    internal static readonly string[] Models = ["events", "persons", "sessions", "hogql"];

    internal static readonly string[] DestinationTypes =
        ["AwsS3", "AzureBlob", "BigQuery", "Databricks", "HTTP", "Postgres", "Redshift", "S3", "S3Compatible", "Snowflake", "Workflows", "NoOp"];

    private static readonly string[] Formats = ["Parquet", "JSONLines"];
    private static readonly string[] Compressions = ["zstd", "lz4", "snappy", "gzip", "brotli"];
    private static readonly string[] FilterTypes = ["event", "person", "hogql"];

    // Settings of destinations whose values are words.
    private static readonly Dictionary<string, string[]> SettingWords = new(StringComparer.Ordinal)
    {
        ["file_format"] = Formats,
        ["compression"] = Compressions,
        ["encryption"] = ["AES256", "aws:kms"],
        ["mode"] = ["INSERT", "COPY"],
        ["properties_data_type"] = ["varchar", "super"],
        ["authentication_type"] = ["password", "keypair"],
    };

    private static readonly string[] LowerParts = ["of", "au", "es"];

    internal static string Spell(ServerWord kind, string word)
    {
        string text = word.Trim();
        IEnumerable<string> known = kind switch
        {
            ServerWord.Model => Models,
            ServerWord.DestinationType => DestinationTypes,
            ServerWord.FileFormat => Formats,
            ServerWord.Compression => Compressions,
            ServerWord.FilterType => FilterTypes,
            ServerWord.Timezone => TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id),
            _ => RunStates.AllStatuses,
        };
        return Spell(known, text) ?? (kind == ServerWord.Timezone ? PlaceName(text) : word);
    }

    /// <summary>The settings of a destination with the names and words of PostHog; names that are not known stay as they are.</summary>
    internal static Dictionary<string, object?> SpellSettings(IDictionary<string, object?> settings)
    {
        var spelled = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, object?> pair in settings)
        {
            string key = Spell(DestinationSchema.Names, pair.Key) ?? pair.Key;
            spelled[key] = pair.Value switch
            {
                string word when SettingWords.TryGetValue(key, out string[]? words) => Spell(words, word.Trim()) ?? word,
                IDictionary<string, object?> inner when key == "copy_inputs" => SpellSettings(inner),
                _ => pair.Value,
            };
        }

        return spelled;
    }

    /// <summary>Filters with the words of PostHog.</summary>
    internal static object? SpellFilters(object? filters)
    {
        foreach (IDictionary<string, object?> filter in (filters as IEnumerable ?? Array.Empty<object>()).OfType<IDictionary<string, object?>>())
        {
            if (filter.TryGetValue("type", out object? type) && type is string word)
                filter["type"] = Spell(ServerWord.FilterType, word);
        }

        return filters;
    }

    private static string? Spell(IEnumerable<string> known, string text)
    {
        string? found = null;
        foreach (string word in known)
        {
            if (word == text)
                return word;
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                found ??= word;
        }

        return found;
    }

    // Windows and small machines do not list the IANA names: europe/berlin follows the rules that nearly all of them follow.
    private static string PlaceName(string text)
    {
        if (text.IndexOf('/') < 0 || text.Any(char.IsUpper) && text.Any(char.IsLower))
            return text;
        char[] letters = text.ToLowerInvariant().ToCharArray();
        for (int i = 0; i < letters.Length; i++)
        {
            bool begins = i == 0 || letters[i - 1] is '/' or '_' or '-';
            int end = Array.FindIndex(letters, i, letter => letter is '/' or '_' or '-');
            string part = new(letters, i, (end < 0 ? letters.Length : end) - i);
            if (begins && !(i > 0 && letters[i - 1] != '/' && LowerParts.Contains(part)))
                letters[i] = char.ToUpper(letters[i], CultureInfo.InvariantCulture);
        }

        return new string(letters);
    }
}

/// <summary>Takes a word in any case and gives the cmdlet PostHog's spelling of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SpellingAttribute : ArgumentTransformationAttribute
{
    internal SpellingAttribute(ServerWord kind) => Kind = kind;

    internal ServerWord Kind { get; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = ShellObject.Unwrap(inputData);
        return value switch
        {
            string word => ServerWords.Spell(Kind, word),
            object?[] list => list.Select(item => ShellObject.Unwrap(item))
                .Select(item => item is string word ? ServerWords.Spell(Kind, word) : item).ToArray(),
            _ => inputData,
        };
    }
}
