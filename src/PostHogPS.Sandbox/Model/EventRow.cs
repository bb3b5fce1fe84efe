using System;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Model;

/// <summary>One event, as a function of its place in the stream. Everything but its times is computed when it is read.</summary>
internal sealed class EventRow
{
    /// <summary>Names and how many of a thousand events have them.</summary>
    private static readonly (string Name, int Share)[] Kinds =
    [
        ("$pageview", 540), ("$autocapture", 200), ("$pageleave", 100), ("search", 80), ("upload", 40), ("purchase", 25), ("signup", 15),
    ];

    private static readonly string[] Browsers = ["Chrome", "Safari", "Firefox", "Edge"];
    private static readonly string[] Pages = ["/", "/pricing", "/docs", "/account", "/search"];

    public required ulong Key { get; init; }

    public required Person Person { get; init; }

    /// <summary>When the event happened, as the client says.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When it was processed.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the database got it: no query sees this, and exports go by it.</summary>
    public required DateTimeOffset Inserted { get; init; }

    /// <summary>A second row of the same event, sent twice by a client.</summary>
    public bool IsDuplicate { get; init; }

    public string Name
    {
        get
        {
            int roll = (int)(SeededRandom.Mix(Key, 11) % 1000);
            foreach ((string name, int share) in Kinds)
            {
                if (roll < share)
                    return name;
                roll -= share;
            }

            return Kinds[0].Name;
        }
    }

    public Guid Uuid => SeededRandom.UuidAt(Timestamp, Key);

    public string DistinctId => Person.DistinctId;

    /// <summary>A property of the event; null where it has none of that name.</summary>
    public object? Property(string name) => name switch
    {
        "$browser" => Pick(Browsers, 12),
        "$os" => Pick(["Windows", "Mac OS X", "Linux", "iOS", "Android"], 13),
        "$lib" => "web",
        "$pathname" => Name is "$pageview" or "$pageleave" ? Pick(Pages, 14) : null,
        "$current_url" => Property("$pathname") is string path ? "https://www.northwind.example" + path : null,
        "amount" => Name == "purchase" ? 5 + (long)(SeededRandom.Mix(Key, 15) % 495) : null,
        "plan" => Name == "signup" ? Pick(["free", "team", "enterprise"], 16) : null,
        _ => null,
    };

    /// <summary>A property as a query gives it.</summary>
    public string? PropertyText(string name) => Property(name) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    public string Properties
    {
        get
        {
            var bag = new JsonObject();
            foreach (string name in new[] { "$browser", "$os", "$lib", "$current_url", "$pathname", "amount", "plan" })
            {
                if (Property(name) is { } value)
                    bag[name] = value is long number ? JsonValue.Create(number) : JsonValue.Create((string)value);
            }

            return bag.ToJsonString();
        }
    }

    private string Pick(string[] of, int salt) => of[SeededRandom.Mix(Key, (ulong)salt) % (ulong)of.Length];
}
