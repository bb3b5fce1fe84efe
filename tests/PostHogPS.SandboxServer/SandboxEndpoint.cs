using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostHogPS.Sandbox.Http;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Testing;

/// <summary>Carries requests from the socket to the sandbox, and its answers or failures back.</summary>
internal sealed class SandboxEndpoint
{
    private readonly FaultySandbox _sandbox;
    private readonly ControlPanel _control;

    public SandboxEndpoint(FaultySandbox sandbox)
    {
        _sandbox = sandbox;
        _control = new ControlPanel(sandbox);
    }

    /// <summary>Told of every answer before it goes out.</summary>
    public Action<Exchange>? Answered { get; set; }

    /// <summary>Told when the first piece of a slow answer has gone out.</summary>
    public Action? Dripped { get; set; }

    public async Task ServeAsync(HttpContext context)
    {
        CancellationToken gone = context.RequestAborted;
        try
        {
            SandboxRequest request = await ReadAsync(context, gone);
            if (ControlPanel.Owns(request))
            {
                await WriteAsync(context, new SandboxOutcome(_control.Answer(request)), gone);
                return;
            }

            SandboxOutcome outcome = await _sandbox.ProcessAsync(request, gone);
            if (outcome.Response is { } response)
            {
                Answered?.Invoke(new Exchange(request, response));
                await WriteAsync(context, outcome, gone);
            }
            else
            {
                await FailAsync(context, outcome.Failure, gone);
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The client has closed the connection: there is nobody to answer.
        }
    }

    private static async Task<SandboxRequest> ReadAsync(HttpContext context, CancellationToken gone)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, gone);
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var uri = new Uri(context.Request.Scheme + "://" + context.Request.Host.Value + target);
        IEnumerable<KeyValuePair<string, string>> headers = context.Request.Headers
            .Select(h => new KeyValuePair<string, string>(h.Key, h.Value.ToString()));
        return new SandboxRequest(context.Request.Method, uri, headers, body.ToArray());
    }

    private async Task WriteAsync(HttpContext context, SandboxOutcome outcome, CancellationToken gone)
    {
        SandboxResponse response = outcome.Response!;
        context.Response.StatusCode = response.Status;
        // The server's clock is the sandbox's; Kestrel would give its own.
        context.Response.Headers.Date = _sandbox.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        foreach ((string name, string value) in response.Headers)
            context.Response.Headers[name] = value;
        if (response.ContentType is not null)
            context.Response.ContentType = response.ContentType;
        // 204 and 304 must not name a length.
        if (response.Status is not (204 or 304))
            context.Response.ContentLength = outcome.DeclaredLength ?? response.Body.Length;

        byte[] body = response.Body;
        int end = Math.Min(outcome.CutAfter ?? body.Length, body.Length);
        if (outcome.Drip is { } wait)
        {
            await DripAsync(context, body, end, wait, gone);
        }
        else if (end > 0)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(0, end), gone);
            await context.Response.Body.FlushAsync(gone);
        }

        if (outcome.CutAfter is not null || outcome.DeclaredLength > body.Length)
            context.Abort();
    }

    private async Task DripAsync(HttpContext context, byte[] body, int end, TimeSpan wait, CancellationToken gone)
    {
        int piece = Math.Max(1, body.Length / 20);
        for (int at = 0; at < end; at += piece)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(at, Math.Min(piece, end - at)), gone);
            await context.Response.Body.FlushAsync(gone);
            if (at == 0)
                Dripped?.Invoke();
            await Task.Delay(wait, gone);
        }
    }

    private static async Task FailAsync(HttpContext context, NetworkFailure failure, CancellationToken gone)
    {
        Socket? socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (failure == NetworkFailure.Drop && socket is not null)
        {
            // A quiet end is a FIN, and the client must see it before the abort, which is a reset.
            socket.Shutdown(SocketShutdown.Send);
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(2), gone);
            }
            catch (OperationCanceledException)
            {
                // The client has closed its side as well.
            }
        }
        else if (socket is not null)
        {
            // Everything else that a listening socket can still do is a reset.
            socket.LingerState = new LingerOption(true, 0);
        }

        context.Abort();
    }
}
