using System.Net.Http;
using System.Text;

namespace PostHogPS.Engine;

/// <summary>A body that has arrived whole.</summary>
internal sealed class BufferedContent : ByteArrayContent
{
    private ErrorBody? _error;

    internal BufferedContent(byte[] bytes, HttpContent original)
        : base(bytes)
    {
        Bytes = bytes;
        foreach (System.Collections.Generic.KeyValuePair<string, System.Collections.Generic.IEnumerable<string>> header in original.Headers)
        {
            if (header.Key != "Content-Length")
                Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    internal byte[] Bytes { get; }

    internal string Text => Encoding.UTF8.GetString(JsonReading.Text(Bytes).ToArray());

    /// <summary>The body as an error of the API; empty when it is none.</summary>
    internal ErrorBody Error => _error ??= ErrorReading.Read(Bytes);

    internal string? ErrorCode() => Error.Code;
}
