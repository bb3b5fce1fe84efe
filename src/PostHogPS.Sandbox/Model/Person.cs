using System;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Model;

/// <summary>A person of a project. Its properties never change here, so those stored on an event are the current ones.</summary>
internal sealed class Person
{
    private static readonly string[] Countries = ["DE", "US", "FR", "PL", "JP"];

    private string? _distinctId;

    public required int Number { get; init; }

    public required ulong Key { get; init; }

    public required DateTimeOffset Created { get; init; }

    public Guid Id => SeededRandom.UuidAt(Created, Key);

    /// <summary>One of three is known by name.</summary>
    public bool IsIdentified => Number % 3 == 0;

    // Read for every event: made once.
    public string DistinctId => _distinctId ??= IsIdentified
        ? "user-" + Number.ToString("00000", CultureInfo.InvariantCulture) : SeededRandom.Uuid(Key).ToString();

    public string? Property(string name) => name switch
    {
        "email" => IsIdentified ? DistinctId + "@northwind.example" : null,
        "$geoip_country_code" => Countries[Key % (ulong)Countries.Length],
        _ => null,
    };

    public string Properties
    {
        get
        {
            var bag = new JsonObject { ["$geoip_country_code"] = Property("$geoip_country_code") };
            if (Property("email") is { } email)
                bag["email"] = email;
            return bag.ToJsonString();
        }
    }
}
