using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using CsCheck;
using PostHogPS.Contracts;
using Xunit;

namespace PostHogPS.Engine.Tests.Fuzz;

/// <summary>
/// Whole answers as they come out of a socket, status line, headers, body and all, spoilt in any place: a call ends with a
/// result or with the module's own error, and work that may have been started is not started again.
/// </summary>
[Trait("Speed", "Slow")]
public sealed partial class AnswerFuzz
{
    private const int Modest = 250;

    private static readonly int[] Statuses =
        [200, 200, 200, 201, 204, 301, 302, 307, 308, 400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504, 100, 101, 304, 999];

    private static readonly string[] Names =
        ["Retry-After", "Location", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Link", "Deprecation", "Date", "Set-Cookie", "X-Request-Id",
            "Connection", "Content-Length", "WWW-Authenticate", "", "Bad Name"];

    private static readonly string[] Values =
    [
        "1", "0", "-1", "37", "1.5", "99999999999", "Mon, 12 Oct 2026 12:00:30 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", "/", "//127.0.0.1:9/",
            "http://127.0.0.1:9/", "http://[", "\\\\x", "../../", "?", "gzip", "br", "deflate", "identity", "chunked", "application/json; charset=x",
            "text/html",
        "true", "</api/projects/7/>; rel=\"successor-version\"", "close", "keep-alive", "Basic realm=\"x", "Bearer", "\u00e9\u00ff", "a=b; Path=/", " ",
            "\t", "a\0b",
    ];

    private static readonly Gen<byte[]> Bodies = HostileJson.Of(
        HostileJson.Page(typeof(BatchExport)), "{\"backfill_id\":\"0199aaaa-0000-7000-8000-000000000001\"}",
            "{\"type\":\"throttled_error\",\"code\":\"throttled\",\"detail\":\"No.\",\"attr\":null}",
        "{\"type\":\"server_error\",\"code\":\"too_many_concurrent_backfills\",\"detail\":\"No.\"}",
            "{\"detail\":\"API key missing required scope 'batch_export:write'\"}", "<html>no</html>", "");

    private static readonly Gen<byte[]> Answers =
        Gen.Select(Gen.Int[0, Statuses.Length - 1], Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, Values.Length - 1]).Array[0, 4], Bodies,
            Gen.Select(Gen.Int[0, 9], Gen.Double[0, 1]))
            .Select(static a => Answer(Statuses[a.Item1], a.Item2, a.Item3, a.Item4));

    [Fact]
    public void A_list_ends_with_a_page_or_an_error_of_ours() => Fuzzing.Bytes("answers", Answers, 2 * Modest, static raw => Ask(raw, static (session, call) =>
        session.BatchExports.ListAsync("7", null, null, null, call), static _ => { }));

    [Fact]
    public void Anything_else_does_too() => Fuzzing.Bytes("rest-answers", Answers, Modest, static raw => Ask(raw, static (session, call) =>
        session.Rest.SendAsync("GET", "api/anything/", [], null, call), static _ => { }));

    [Fact]
    public void Work_is_started_once_unless_it_was_refused() =>
        Fuzzing.Bytes("retry-answers", Answers, 2 * Modest, static raw => Ask(raw, static (session, call) =>
        session.Runs.RetryAsync("7", Samples.Export, Samples.Run, call), sent =>
        {
            // Throttled, unavailable with a time to come back, or sent on to another path of the same host: it was not carried out.
            bool refused = Status().Match(Encoding.Latin1.GetString(raw)) is { Success: true } status && status.Groups[1].Value is "429" or "503"
                or "307" or "308";
            Assert.True(sent == 1 || refused, "sent " + sent + " times");
        }));

    private static void Ask(byte[] raw, Func<IPostHogSession, CallContext, Task> ask, Action<int> judge)
    {
        using var bench = new Bench(_ => new Reply { Raw = raw, Closes = true });
        try
        {
            ask(bench.Session, bench.Call).GetAwaiter().GetResult();
        }
        catch (PostHogApiException error)
        {
            Assert.DoesNotContain(Bench.Key, error.ToString(), StringComparison.Ordinal);
            Assert.InRange(error.Message.Length, 1, 4000);
        }

        Assert.All(bench.Server.Requests, static r => Assert.Equal("Bearer " + Bench.Key, r.Header("Authorization")));
        judge(bench.Server.Requests.Count);
    }

    private static byte[] Answer(int status, (int Name, int Value)[] headers, byte[] body, (int What, double Where) flaw)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Test\r\n");
        foreach ((int name, int value) in headers)
            head.Append(Names[name]).Append(": ").Append(Values[value]).Append("\r\n");
        if (flaw.What is not 0 && !headers.Any(static h => Names[h.Name] is "Transfer-Encoding" or "Content-Length"))
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {(flaw.What == 1 ? (int)(body.Length * 2 * flaw.Where) : body.Length)}\r\n");
        List<byte> all = [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
        int at = (int)(flaw.Where * all.Count);
        if (flaw.What == 2)
            return [.. all.Take(at)];
        if (flaw.What == 3)
            all.Insert(Math.Min(at, all.Count), (byte)'\n');
        return [.. all];
    }

    [GeneratedRegex(@"^HTTP/1\.1 (\d+) ")]
    private static partial Regex Status();
}
