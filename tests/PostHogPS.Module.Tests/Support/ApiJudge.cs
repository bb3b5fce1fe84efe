using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PostHogPS.Testing;
using PostHogPS.TestKit;

namespace PostHogPS.Module.Tests.Support;

/// <summary>Judges what goes over a server's socket by the API description of its generation.</summary>
internal sealed class ApiJudge
{
    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly ApiDescription _description;

    internal ApiJudge(SandboxServer server, string generation)
    {
        _description = generation == "C" ? ApiDescription.Default : ApiDescription.Older;
        server.Answered += (_, exchange) => _exchanges.Enqueue(exchange);
    }

    /// <summary>What is wrong with requests and answers since the last call.</summary>
    internal IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        while (_exchanges.TryDequeue(out Exchange? exchange))
        {
            // The storage is not PostHog's.
            if (!exchange.Request.Path.StartsWith("/_storage/", StringComparison.Ordinal))
                problems.AddRange(Judge(exchange));
        }

        return problems;
    }

    private IEnumerable<string> Judge(Exchange exchange)
    {
        (string method, string path) = (exchange.Request.Method, Described(exchange.Request.Method, exchange.Request.Path));
        string query = exchange.Request.PathAndQuery.Split('?').ElementAtOrDefault(1) ?? "";
        int status = exchange.Response.Status;
        string answer = Encoding.UTF8.GetString(exchange.Response.Body);
        return _description.ValidateRequest(method, path, query, exchange.Request.BodyText)
            .Concat(_description.ValidateResponse(method, path, status, answer));
    }

    // The alias serves whatever the projects routes serve, and is described for some of it only.
    // The oldest form of the start of a backfill, which is described nowhere any more, takes and gives what its successor does.
    private string Described(string method, string path)
    {
        string successor = path.EndsWith("/backfill/", StringComparison.Ordinal) ? path[..^1] + "s/" : path;
        return _description.Describes(method, successor) ? successor : successor.Replace("/api/environments/", "/api/projects/", StringComparison.Ordinal);
    }
}
