using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace PostHogPS.Benchmarks;

/// <summary>
/// A local server that answers as PostHog does, windows and cursors included, from bytes that are kept: its share of a
/// measurement is small and the same for everyone. It can take its time over each answer, over many at once.
/// </summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, bool> _connections = new();
    private int _requests;
    private int _now;
    private int _mostAtOnce;

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

    /// <summary>The most requests that were being answered at the same time.</summary>
    internal int MostAtOnce => _mostAtOnce;

    internal void Reset()
    {
        _requests = 0;
        _mostAtOnce = 0;
        _connections.Clear();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        _connections[context.Connection.Id] = true;
        int now = Interlocked.Increment(ref _now);
        for (int most = _mostAtOnce; now > most; most = _mostAtOnce)
            Interlocked.CompareExchange(ref _mostAtOnce, now, most);
        try
        {
            if (Delay > TimeSpan.Zero)
                await Task.Delay(Delay);
            await WriteAsync(context.Response, Body(context.Request));
        }
        catch (BadHttpRequestException e)
        {
            context.Response.StatusCode = e.StatusCode;
            await WriteAsync(context.Response, [Encoding.UTF8.GetBytes("{\"type\":\"invalid_request\",\"code\":\"not_found\",\"detail\":\"" + e.Message + "\",\"attr\":null}")]);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }

    // In parts, so that a page of half a megabyte is not put together anew for each request.
    private static async Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte>[] body)
    {
        response.ContentType = "application/json";
        response.ContentLength = body.Sum(static part => part.Length);
        foreach (ReadOnlyMemory<byte> part in body)
            await response.Body.WriteAsync(part);
    }

    private ReadOnlyMemory<byte>[] Body(HttpRequest request)
    {
        string[] path = request.Path.Value!.Trim('/').Split('/');
        return path is [_, _, _, "batch_exports", var export, "runs"] ? World.HistoryOf(export).Page(request, Address) : [Encoding.UTF8.GetBytes(Text(path, request))];
    }

    private string Text(string[] path, HttpRequest request) => path switch
    {
        [_, "users", ..] => """{"id":1,"uuid":"0197c0de-0000-7000-8000-000000000001","email":"robin@example.com","first_name":"Robin","team":{"id":101,"name":"Web"},"organization":{"id":"0197c0de-0000-7000-8000-000000000002","name":"Northwind"}}""",
        [_, _, _, "batch_exports", _, "runs", _, "retry"] => """{"backfill_id":"0197c0de-0000-7000-a000-000000000000"}""",
        [_, _, _, "batch_exports", _, "backfills"] => """{"next":null,"previous":null,"results":[]}""",
        [_, _, _, "batch_exports", var id] => World.One(id),
        [_, _, var project, "batch_exports"] => World.List(project, Number(request, "limit", 1) ?? 100, Number(request, "offset", 0) ?? 0, offset => Link(request, offset)),
        [.., var project] => "{\"id\":" + (long.TryParse(project, CultureInfo.InvariantCulture, out long id) ? id : World.Project).ToString(CultureInfo.InvariantCulture)
            + ",\"name\":\"Web\",\"uuid\":\"0197c0de-0000-7000-8000-000000000003\"}",
        _ => "{}",
    };

    private string Link(HttpRequest request, int offset) => QueryHelpers.AddQueryString(Address + request.Path, new Dictionary<string, string?>
    {
        ["limit"] = request.Query["limit"] is [{ } limit] ? limit : "100",
        ["offset"] = offset.ToString(CultureInfo.InvariantCulture),
    });

    // What is no such number counts as not given.
    private static int? Number(HttpRequest request, string name, int least) =>
        int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least ? number : null;
}
