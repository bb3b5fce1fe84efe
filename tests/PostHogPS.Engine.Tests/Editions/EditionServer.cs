using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using PostHogPS.Framework;
using PostHogPS.Testing;

namespace PostHogPS.Engine.Tests.Editions;

/// <summary>The server's side of <see cref="Scenarios"/>: nothing but a socket, so that what it counts is what was sent.</summary>
internal sealed class EditionServer : IDisposable
{
    // A column of every kind, twice: with values, and with what does not fit the type.
    private const string QueryAnswer = """
        {"columns":["n","n","","day","at","id","price","big","list","map","text","flag","share"],
         "types":[["n","UInt64"],["n","Nullable(Int64)"],["","String"],["day","Date"],["at","DateTime64(6, 'UTC')"],["id","UUID"],["price","Decimal(10, 2)"],
                  ["big","UInt128"],["list","Array(Tuple(DateTime('UTC'), Nullable(UUID)))"],["map","Map(String, Float64)"],["text","String"],["flag","Bool"],["share","Float64"]],
         "results":[[18446744073709551615,null,"x","2026-10-01","2026-10-01T12:00:00.123456+02:00","0199aaaa-0000-7000-8000-00000000dead","12.50",
                     "340282366920938463463374607431768211455",[["2026-10-01T12:00:00Z",null]],{"b":1,"a":2.5},"{\"a\":1}",1,3],
                    [1.5,"many",null,"soon","never","none","?",true,"[]",{},"\u00e9\ud83d\ude80","no",1e300]],
         "hasMore":false}
        """;

    private readonly Dictionary<string, int> _asked = [];
    private readonly TestClock _clock = new();
    private readonly SocketServer _server;

    internal EditionServer() => _server = new SocketServer(Answer);

    internal Uri Address => _server.Address;

    internal IReadOnlyList<Seen> Requests => _server.Requests;

    /// <summary>How often a scenario sent this method, but for what warmed the connection up.</summary>
    internal int Count(string scenario, string method, string path = "") =>
        _server.Requests.Count(r => r.Method == method && r.Target.StartsWith("/" + scenario + "/" + path, StringComparison.Ordinal));

    public void Dispose() => _server.Dispose();

    private Reply Answer(Seen request)
    {
        string scenario = request.Path.Split('/')[1];
        int before;
        lock (_asked)
        {
            before = _asked.GetValueOrDefault(scenario);
            _asked[scenario] = before + 1;
        }

        return scenario switch
        {
            "models" => Reply.Json(ModelOf(request.Path)),
            "pages" => Page(request),
            "unavailable" when before < 2 => before == 0 ? Reply.Html(503, "busy") : Reply.Empty(503, "Retry-After: 3"),
            "throttled" when before < 2 => Reply.Error(429, "throttled", "No.", null, before == 0 ? "Retry-After: 37" : "X: y"),
            "throttled-date" when before == 0 => Reply.Error(429, "throttled", "No.", null, "Retry-After: " + _clock.UtcNow.AddSeconds(90).ToString("R")),
            "lost-delete" when before < 1 => Reply.Reset,
            "lost-retry" or "lost-create" or "lost-rest" when request.Method == "POST" => Reply.Drop,
            "reset-retry" when request.Method == "POST" => Reply.Reset,
            "cut-retry" when request.Method == "POST" => Reply.Json("{\"backfill_id\":\"x\"}").CutAt(^5),
            "refused" when request.Method == "POST" && before == 1 => Reply.Error(429, "throttled", "No.", null, "Retry-After: 5"),
            "refused" when request.Method == "POST" => Reply.Json("{\"backfill_id\":\"b-1\"}"),
            "query" => Reply.Json(QueryAnswer),
            "gzip" => Reply.Of(200, Gzip(Samples.Page(Samples.ExportJson)), "Content-Type: application/json", "Content-Encoding: gzip"),
            "chunked" => Chunked(Samples.Page(Samples.ExportJson)),
            "redirect" => Reply.Empty(307, "Location: http://127.0.0.1:9/elsewhere/"),
            "next-elsewhere" => Reply.Json(Samples.Page(Samples.ExportJson, "\"http://127.0.0.1:9/elsewhere/?page=2\"")),
            "html" => Reply.Html(200, "<html>login</html>"),
            "truncated" => Reply.Json(Samples.Page(Samples.ExportJson)[..^20]),
            "names" => Reply.Json("{\"name\":\"" + request.Text.Length + " \\u00e9 \\ud83d\\ude80 \\u202e \\u0000 " + new string('x', 70_000) + "\"}"),
            "client-drop" or "request-drop" when !request.Path.Contains("/warm/", StringComparison.Ordinal) => Reply.Drop,
            "client-reset" or "request-reset" when !request.Path.Contains("/warm/", StringComparison.Ordinal) => Reply.Reset,
            _ => Reply.Json(Samples.Page(Samples.ExportJson)),
        };
    }

    private Reply Page(Seen request)
    {
        int page = request.Query.Contains("cursor=p2", StringComparison.Ordinal) ? 2 : request.Query.Contains("cursor=p3", StringComparison.Ordinal) ? 3 : 1;
        string next = page == 3 ? "null" : $"\"{_server.Address}{request.Path[1..]}?cursor=p{page + 1}\"";
        return Reply.Json(Samples.Page(string.Join(",",
            Enumerable.Range(page * 10, 3).Select(n => $"{{\"id\":\"0199aaaa-0000-7000-8000-0000000000{n}\",\"records_completed\":{n}}}")), next, ""));
    }

    private static string ModelOf(string path)
    {
        string[] parts = path.Trim('/').Split('/');
        bool one = Guid.TryParse(parts[^1], out _);
        string? list = parts[^1] switch
        {
            "runs" => List<BatchExportRun>(),
            "backfills" => List<BatchExportBackfill>(),
            "batch_exports" => List<BatchExport>(),
            "dashboards" => List<Dashboard>(),
            "projects" => List<Project>(),
            "organizations" => List<Organization>(),
            "integrations" => List<Integration>(),
            "file_download_batch_exports" => List<FileDownload>(),
            "logs" => List<BatchExportLogEntry>(),
            _ => null,
        };
        return list ?? parts[^1] switch
        {
            "sharing" => FullJson.Of(typeof(DashboardSharing)),
            "@me" => FullJson.Of(typeof(PostHogUser)),
            _ => one ? FullJson.Of(typeof(BatchExport)) : "{\"a\":[1,2.5,1e3,12345678901234567890,\"x\",null,true,{\"b\":\"\\u00e9\"}]}",
        };
    }

    private static string List<T>() => Samples.Page(FullJson.Of(typeof(T)) + "," + FullJson.Of(typeof(T), allNull: true) + ",null,{}");

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static Reply Chunked(string text)
    {
        byte[] half = Encoding.UTF8.GetBytes(text[..40]);
        byte[] rest = Encoding.UTF8.GetBytes(text[40..]);
        return new Reply
        {
            Raw =
            [
                .. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{half.Length:x}\r\n"), .. half,
                .. Encoding.ASCII.GetBytes($"\r\n{rest.Length:x}\r\n"), .. rest, .. "\r\n0\r\n\r\n"u8,
            ],
        };
    }
}
