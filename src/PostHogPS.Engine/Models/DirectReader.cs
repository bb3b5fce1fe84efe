using System;
using System.Text.Json;
using PostHogPS.Engine.Json;

namespace PostHogPS.Engine.Models;

/// <summary>
/// The quick way for exports, runs and backfills, single or a page of them. It needs no metadata, whose preparation costs more at
/// the first call than the call itself, and is faster on long pages.
/// </summary>
internal static class DirectReader
{
    /// <summary>The object, or null where the text does not fit or the kind has no reader of its own.</summary>
    internal static T? TryRead<T>(ReadOnlySpan<byte> text)
        where T : class
    {
        var json = new JsonCursor(text);
        try
        {
            object? found;
            if (typeof(T) == typeof(PageBody<BatchExportRun>))
                found = Page(ref json, new RunReader());
            else if (typeof(T) == typeof(PageBody<BatchExport>))
                found = Page(ref json, new ExportReader());
            else if (typeof(T) == typeof(BatchExport))
                found = new ExportReader().Read(ref json);
            else if (typeof(T) == typeof(BatchExportRun))
                found = new RunReader().Read(ref json);
            else if (typeof(T) == typeof(PageBody<BatchExportBackfill>))
                found = Page(ref json, new BackfillReader());
            else if (typeof(T) == typeof(BatchExportBackfill))
                found = new BackfillReader().Read(ref json);
            else if (typeof(T) == typeof(BackfillStarted))
                found = new StartedReader().Read(ref json);
            else
                return null;

            json.End();
            return (T?)found;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static PageBody<TItem> Page<TItem>(ref JsonCursor json, ItemReader<TItem> items)
        where TItem : class
    {
        var page = new PageBody<TItem>();
        for (bool more = json.Enter('{', '}'); more; more = json.More('}'))
        {
            switch (json.Name(out _))
            {
                case "count": page.Count = json.Long(); break;
                case "next": page.Next = json.Text() ?? page.Next; break;
                case "results": page.Results = items.ReadList(ref json) ?? page.Results; break;
                default: json.Skip(); break;
            }
        }

        return page;
    }
}
