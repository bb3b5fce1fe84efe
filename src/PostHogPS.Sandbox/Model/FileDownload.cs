using System;
using System.Collections.Generic;

namespace PostHogPS.Sandbox.Model;

/// <summary>One on-demand export to files.</summary>
internal sealed class FileDownload
{
    public required Guid Id { get; init; }

    public required long ProjectId { get; init; }

    public required string Model { get; init; }

    public required string Format { get; init; }

    public required Run Run { get; init; }

    public required IReadOnlyList<Guid> Files { get; init; }
}
