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
/// The last digits of an export's id say how many runs it has; a page has a thousand.
/// </summary>
internal sealed class CannedServer : IAsyncDisposable
{
    internal const int PageSize = 1000;

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

    internal static Guid ExportWith(int runs) =>
        Guid.Parse("0197c0de-0000-7000-8000-" + runs.ToString("D12", CultureInfo.InvariantCulture));

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
        byte[] body = Encoding.UTF8.GetBytes(Body(context.Request));
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private string Body(HttpRequest request)
    {
        string[] path = request.Path.Value!.Trim('/').Split('/');
        return path switch
        {
            [_, "users", ..] => """{"id":1,"uuid":"0197c0de-0000-7000-8000-000000000001","email":"robin@example.com","first_name":"Robin","team":{"id":101,"name":"Web"},"organization":{"id":"0197c0de-0000-7000-8000-000000000002","name":"Northwind"}}""",
            [_, _, _, "batch_exports", var id, "runs"] => Runs(request, id),
            [_, _, _, "batch_exports", var id] => Exports.One(id),
            [_, _, _, "batch_exports"] => Exports.List,
            _ => """{"id":101,"name":"Web","uuid":"0197c0de-0000-7000-8000-000000000003"}""",
        };
    }

    private string Runs(HttpRequest request, string export)
    {
        int total = int.Parse(export[^12..], CultureInfo.InvariantCulture);
        int start = int.TryParse(request.Query["cursor"], CultureInfo.InvariantCulture, out int cursor) ? cursor : 0;
        int count = Math.Min(PageSize, total - start);
        string next = start + count < total
            ? "\"" + Address + request.Path + "?cursor=" + (start + count).ToString(CultureInfo.InvariantCulture) + "\""
            : "null";
        return "{\"next\":" + next + ",\"previous\":null,\"results\":[" + Exports.Runs(export, count) + "]}";
    }
}
