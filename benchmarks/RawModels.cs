using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace PostHogPS.Benchmarks;

internal sealed class RawPage
{
    public string? Next { get; set; }

    public List<RawRun> Results { get; set; } = [];
}

internal sealed class RawRun
{
    public Guid Id { get; set; }

    public string? Status { get; set; }

    public long? RecordsCompleted { get; set; }

    public long? RecordsFailed { get; set; }

    public string? LatestError { get; set; }

    public DateTimeOffset? DataIntervalStart { get; set; }

    public DateTimeOffset? DataIntervalEnd { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public DateTimeOffset LastUpdatedAt { get; set; }

    public long? RecordsTotalCount { get; set; }

    public long? BytesExported { get; set; }

    public Guid BatchExport { get; set; }

    public Guid? Backfill { get; set; }
}

internal sealed class RawExports
{
    public string? Next { get; set; }

    public List<RawExport> Results { get; set; } = [];
}

internal sealed class RawExport
{
    public Guid Id { get; set; }

    public long TeamId { get; set; }

    public string? Name { get; set; }

    public string? Model { get; set; }

    public string? Interval { get; set; }

    public bool Paused { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset LastUpdatedAt { get; set; }

    public List<RawRun> LatestRuns { get; set; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RawPage))]
[JsonSerializable(typeof(RawExport))]
[JsonSerializable(typeof(RawExports))]
internal sealed partial class RawJson : JsonSerializerContext;
