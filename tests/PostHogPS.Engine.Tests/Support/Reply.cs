using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace PostHogPS.Engine.Tests;

/// <summary>What the scripted server does with a request.</summary>
internal sealed record Reply
{
    public static Reply Hang => new() { Hangs = true };

    /// <summary>The connection ends before anything was answered.</summary>
    public static Reply Drop => new() { Raw = [], Closes = true };

    /// <summary>The same, with a reset instead of a quiet end.</summary>
    public static Reply Reset => Drop with { Resets = true };

    public byte[] Raw { get; init; } = [];

    public bool Closes { get; init; }

    public bool Resets { get; init; }

    public bool Hangs { get; init; }

    public static Reply Json(string json, int status = 200, params string[] headers) =>
        Of(status, Encoding.UTF8.GetBytes(json), ["Content-Type: application/json", .. headers]);

    public static Reply Html(int status, string html, params string[] headers) =>
        Of(status, Encoding.UTF8.GetBytes(html), ["Content-Type: text/html", .. headers]);

    public static Reply Error(int status, string code, string detail, string? attr = null, params string[] headers)
    {
        string type = status switch
        {
            400 => "validation_error",
            401 or 403 => "authentication_error",
            429 when code == "throttled" => "throttled_error",
            404 or 405 => "invalid_request",
            _ => "server_error",
        };
        string field = attr is null ? "null" : "\"" + attr + "\"";
        return Json($$"""{"type":"{{type}}","code":"{{code}}","detail":"{{detail}}","attr":{{field}}}""", status, headers);
    }

    public static Reply Empty(int status, params string[] headers) => Of(status, [], headers);

    public static Reply Of(int status, byte[] body, params string[] headers)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Test\r\n");
        foreach (string header in headers)
            head.Append(header).Append("\r\n");
        if (status != 204)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        head.Append("\r\n");
        return new Reply { Raw = [.. Encoding.ASCII.GetBytes(head.ToString()), .. body] };
    }

    /// <summary>Chunked and never finished: the connection stays open, and nothing more comes.</summary>
    public static Reply Endless(int status, int bytes)
    {
        const int Chunk = 64 * 1024;
        using var raw = new MemoryStream();
        raw.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Test\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
        for (int sent = 0; sent < bytes; sent += Chunk)
        {
            raw.Write(Encoding.ASCII.GetBytes(Chunk.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            raw.Write(Enumerable.Repeat((byte)'[', Chunk).ToArray());
            raw.Write("\r\n"u8);
        }

        return new Reply { Raw = raw.ToArray() };
    }

    /// <summary>The answer ends after <paramref name="bytes"/> bytes and the connection with it.</summary>
    public Reply CutAt(Index bytes) => this with { Raw = Raw[..bytes], Closes = true };
}
