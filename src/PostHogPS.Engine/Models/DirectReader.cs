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
                found = Page(ref json, RunFields.Table);
            else if (typeof(T) == typeof(PageBody<BatchExport>))
                found = Page(ref json, ExportFields.Table);
            else if (typeof(T) == typeof(BatchExport))
                found = ExportFields.Table.Read(ref json);
            else if (typeof(T) == typeof(BatchExportRun))
                found = RunFields.Table.Read(ref json);
            else if (typeof(T) == typeof(PageBody<BatchExportBackfill>))
                found = Page(ref json, BackfillFields.Table);
            else if (typeof(T) == typeof(BatchExportBackfill))
                found = BackfillFields.Table.Read(ref json);
            else if (typeof(T) == typeof(BackfillStarted))
                found = BackfillFields.Started.Read(ref json);
            else
                return null;

            json.RequireEnd();
            return (T?)found;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static PageBody<TItem> Page<TItem>(ref JsonCursor json, ModelFields<TItem> items)
        where TItem : class
    {
        var page = new PageBody<TItem>();
        for (bool more = json.Enter('{', '}'); more; more = json.MoveNext('}'))
        {
            switch (json.ReadName(out _))
            {
                case "count": page.Count = json.ReadLong(); break;
                case "next": page.Next = json.ReadText() ?? page.Next; break;
                case "results": page.Results = items.ReadList(ref json) ?? page.Results; break;
                default: json.Skip(); break;
            }
        }

        return page;
    }
}
