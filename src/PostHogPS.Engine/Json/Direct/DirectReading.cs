using System;
using System.Text.Json;

namespace PostHogPS.Engine;

/// <summary>
/// The quick way for exports and runs, single or a page of them. It needs no metadata, whose preparation costs more at
/// the first call than the call itself, and is faster on long pages.
/// </summary>
internal static class DirectReading
{
    /// <summary>The object, or null where the text does not fit or the kind has no reader of its own.</summary>
    internal static T? TryRead<T>(ReadOnlySpan<byte> text)
        where T : class
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonReading.Depth });
        try
        {
            object? found = null;
            if (typeof(T) == typeof(PageBody<BatchExportRun>))
                found = Page(ref json, new RunReader());
            else if (typeof(T) == typeof(PageBody<BatchExport>))
                found = Page(ref json, new ExportReader());
            else if (typeof(T) == typeof(BatchExport))
                found = One(ref json, new ExportReader());
            else if (typeof(T) == typeof(BatchExportRun))
                found = One(ref json, new RunReader());

            // The reader throws when something follows.
            return found is not null && !json.Read() ? (T)found : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static TItem? One<TItem>(ref Utf8JsonReader json, ItemReader<TItem> items)
        where TItem : class
    {
        json.Read();
        return items.Read(ref json);
    }

    private static PageBody<TItem>? Page<TItem>(ref Utf8JsonReader json, ItemReader<TItem> items)
        where TItem : class
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return null;

        var page = new PageBody<TItem>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case "count": page.Count = JsonValue.Long(ref json); break;
                case "next": page.Next = JsonValue.Text(ref json) ?? page.Next; break;
                case "results": page.Results = items.ReadList(ref json) ?? page.Results; break;
                default: json.Skip(); break;
            }
        }

        return page;
    }
}
