using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PostHogPS.Benchmarks;

/// <summary>
/// Answers from prepared bytes, so that the server's share of a measurement is small and the same for everyone.
/// An export's id says how many runs it has, how long its pages are, and whether the runs have failed.
/// </summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, bool> _connections = new();
    private int _requests;

    private CannedServer(WebApplication app) => _app = app;

    internal string Address => _app.Urls.First();

    internal int Requests => _requests;

    internal int Connections => _connections.Count;

    internal static async Task<CannedServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        CannedServer server = new(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>How long the server takes over each answer.</summary>
    internal TimeSpan Delay { get; set; }

    internal static Guid ExportWith(int runs, int pageSize = 1000, bool failed = false) => Guid.Parse(string.Create(
        CultureInfo.InvariantCulture, $"0197c0de-{pageSize:D4}-7000-{(failed ? "8f00" : "8000")}-{runs:D12}"));

    internal void Reset()
    {
        _requests = 0;
        _connections.Clear();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        _connections[context.Connection.Id] = true;
        if (Delay > TimeSpan.Zero)
            await Task.Delay(Delay);
        ReadOnlyMemory<byte>[] body = Body(context.Request);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Sum(static part => part.Length);
        foreach (ReadOnlyMemory<byte> part in body)
            await context.Response.Body.WriteAsync(part);
    }

    // In parts, so that a page of half a megabyte is not put together anew for each request.
    private ReadOnlyMemory<byte>[] Body(HttpRequest request)
    {
        string[] path = request.Path.Value!.Trim('/').Split('/');
        return path is [_, _, _, "batch_exports", var export, "runs"] ? Runs(request, export) : [Encoding.UTF8.GetBytes(Text(path))];
    }

    private static string Text(string[] path) => path switch
    {
        [_, "users", ..] => """{"id":1,"uuid":"0197c0de-0000-7000-8000-000000000001","email":"robin@example.com","first_name":"Robin","team":{"id":101,"name":"Web"},"organization":{"id":"0197c0de-0000-7000-8000-000000000002","name":"Northwind"}}""",
        [_, _, _, "batch_exports", _, "runs", _, "retry"] => """{"backfill_id":"0197c0de-0000-7000-a000-000000000000"}""",
        [_, _, _, "batch_exports", _, "backfills"] => """{"next":null,"previous":null,"results":[]}""",
        [_, _, _, "batch_exports", var id] => Exports.One(id),
        [_, _, _, "batch_exports"] => Exports.List,
        _ => """{"id":101,"name":"Web","uuid":"0197c0de-0000-7000-8000-000000000003"}""",
    };

    private ReadOnlyMemory<byte>[] Runs(HttpRequest request, string export)
    {
        int total = int.Parse(export[^12..], CultureInfo.InvariantCulture);
        int start = int.TryParse(request.Query["cursor"], CultureInfo.InvariantCulture, out int cursor) ? cursor : 0;
        int count = Math.Min(int.Parse(export[9..13], CultureInfo.InvariantCulture), total - start);
        string next = start + count < total
            ? "\"" + Address + request.Path + "?cursor=" + (start + count).ToString(CultureInfo.InvariantCulture) + "\""
            : "null";
        return [Encoding.UTF8.GetBytes("{\"next\":" + next + ",\"previous\":null,\"results\":["), Exports.Runs(export, count), "]}"u8.ToArray()];
    }
}
