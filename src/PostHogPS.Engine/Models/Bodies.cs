using System;
using System.Collections.Generic;

namespace PostHogPS.Engine.Models;

/// <summary>Both page styles (docs/server.md#pages); Count is absent on cursor pages.</summary>
internal sealed class PageBody<T>
{
    public long? Count { get; set; }

    public string? Next { get; set; }

    public List<T?>? Results { get; set; }
}

/// <summary>The envelope of errors (docs/server.md#errors), and its two short forms.</summary>
internal sealed class ErrorBody
{
    public string? Type { get; set; }

    public string? Code { get; set; }

    public string? Detail { get; set; }

    public string? Attr { get; set; }

    public string? Error { get; set; }

    public string? ErrorEventId { get; set; }

    /// <summary>PostHog's own rate limit, by its type or its code; a firewall's 429 has neither.</summary>
    internal bool IsThrottle => Type == "throttled_error" || Code == "throttled";
}

/// <summary>Answer to a started backfill or a retried run.</summary>
internal sealed class BackfillStarted
{
    public string? BackfillId { get; set; }
}

/// <summary>Answer to added widgets.</summary>
internal sealed class TilesBody
{
    public List<DashboardTile?>? Tiles { get; set; }
}

/// <summary>Answer to a new password of a public link: the only one that holds it.</summary>
internal sealed class SharingPasswordBody
{
    public long Id { get; set; }

    public string? Password { get; set; }

    public string? Note { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public string? CreatedByEmail { get; set; }
}

/// <summary>A template of functions.</summary>
internal sealed class FunctionTemplateBody
{
    public bool? Free { get; set; }

    public object?[]? InputsSchema { get; set; }
}

/// <summary>Answer to the test of a function.</summary>
internal sealed class InvocationBody
{
    public string? Status { get; set; }

    public object?[]? Logs { get; set; }

    public object?[]? Errors { get; set; }
}

/// <summary>Answer to GET test.</summary>
internal sealed class TestStepsBody
{
    public List<TestStepBody?>? Steps { get; set; }
}

/// <summary>One step; Result is null until it has run.</summary>
internal sealed class TestStepBody
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public TestResultBody? Result { get; set; }
}

/// <summary>How a step ended.</summary>
internal sealed class TestResultBody
{
    public string? Status { get; set; }

    public string? Message { get; set; }
}
