using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace PostHogPS.Sandbox.Model;

/// <summary>A function of a project. Those of type internal_destination get the events of the project's own happenings.</summary>
internal sealed class HogFunction
{
    public const string Internal = "internal_destination";

    public required Guid Id { get; init; }

    public required long ProjectId { get; init; }

    public required string Type { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required FunctionTemplate Template { get; init; }

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    public bool Enabled { get; set; }

    public bool Deleted { get; set; }

    public string Hog { get; set; } = "";

    public string? IconUrl { get; set; }

    public JsonArray InputsSchema { get; set; } = [];

    /// <summary>Key to {"value": ...}, the secret ones included.</summary>
    public JsonObject Inputs { get; set; } = [];

    public JsonObject Filters { get; set; } = [];

    public JsonObject? Masking { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When it was at work, and with which filters: what happens reaches it only then.</summary>
    public List<FunctionPeriod> Periods { get; } = [];

    /// <summary>Test messages that were really sent.</summary>
    public List<LogLine> Tests { get; } = [];

    /// <summary>Begins a new stretch of work after a change.</summary>
    public void Restart(DateTimeOffset now)
    {
        if (Periods.Count > 0 && Periods[Periods.Count - 1].To is null)
            Periods[Periods.Count - 1].To = now;
        if (Enabled && !Deleted)
            Periods.Add(new FunctionPeriod { From = now, Filters = Filters, Masking = Masking, Inputs = Inputs });
    }
}

/// <summary>A stretch of time in which a function was enabled and did not change.</summary>
internal sealed class FunctionPeriod
{
    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }

    public required JsonObject Filters { get; init; }

    public required JsonObject? Masking { get; init; }

    public required JsonObject Inputs { get; init; }
}
