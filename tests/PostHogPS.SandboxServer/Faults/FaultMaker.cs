using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PostHogPS.Sandbox.Http;

namespace PostHogPS.Testing.Faults;

/// <summary>Applies faults to a request and to its answer.</summary>
internal static class FaultMaker
{
    private const string Json = "application/json";

    public static SandboxOutcome Run(SandboxRequest request, IReadOnlyList<Fault> faults, Func<SandboxResponse> answer)
    {
        foreach (Fault fault in faults)
        {
            if (Replaces(fault.Kind))
                return Replace(request, fault, answer);
        }

        var outcome = new SandboxOutcome(answer());
        foreach (Fault fault in faults)
            Change(request, outcome, fault);
        return outcome;
    }

    private static bool Replaces(FaultKind kind) => kind is FaultKind.Status or FaultKind.Html or FaultKind.Unavailable or FaultKind.Throttled
        or FaultKind.TooManyBackfills or FaultKind.Hang or FaultKind.Drop or FaultKind.Reset or FaultKind.Refuse or FaultKind.NoSuchHost
        or FaultKind.BadCertificate or FaultKind.Redirect or FaultKind.RedirectToTwin or FaultKind.EmptyBody;

    private static SandboxOutcome Replace(SandboxRequest request, Fault fault, Func<SandboxResponse> answer)
    {
        if (fault.AfterProcessing)
            _ = answer();
        switch (fault.Kind)
        {
            case FaultKind.Hang:
                return new SandboxOutcome(NetworkFailure.Hang);
            case FaultKind.Drop:
                return new SandboxOutcome(NetworkFailure.Drop);
            case FaultKind.Reset:
                return new SandboxOutcome(NetworkFailure.Reset);
            case FaultKind.Refuse:
                return new SandboxOutcome(NetworkFailure.Refuse);
            case FaultKind.NoSuchHost:
                return new SandboxOutcome(NetworkFailure.NoSuchHost);
            case FaultKind.BadCertificate:
                return new SandboxOutcome(NetworkFailure.BadCertificate);
        }

        SandboxResponse response = Response(request, fault);
        if (fault.RetryAfter is not null)
            response.Headers["Retry-After"] = fault.RetryAfter;
        foreach (KeyValuePair<string, string> header in fault.Headers)
            response.Headers[header.Key] = header.Value;
        return new SandboxOutcome(response);
    }

    private static SandboxResponse Response(SandboxRequest request, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Html:
                int status = fault.Status ?? 502;
                return Text(status, "text/html; charset=utf-8", fault.Body
                    ?? "<html>\r\n<head><title>" + status + " Bad Gateway</title></head>\r\n<body>\r\n<center><h1>" + status
                        + " Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
            case FaultKind.Unavailable:
                return Envelope(503, "server_error", "database_unavailable", "The database is unavailable.", fault);
            case FaultKind.Throttled:
                return Envelope(429, "throttled_error", "throttled",
                    "Request was throttled. Expected available in " + (fault.RetryAfter ?? "1") + " seconds.", fault);
            case FaultKind.TooManyBackfills:
                return Envelope(429, "server_error", "too_many_concurrent_backfills",
                    "This team already has 10 batch export backfills running. Wait for them to finish before you start another one.", fault);
            case FaultKind.EmptyBody:
                return new SandboxResponse { Status = fault.Status ?? 200 };
            case FaultKind.Redirect:
                return Redirect(fault.Status ?? 302, fault.Target ?? "https://login.example/sign-in");
            case FaultKind.RedirectToTwin:
                return Redirect(fault.Status ?? 307, request.Origin + Twin(request.PathAndQuery));
            default:
                return Envelope(fault.Status ?? 500, "server_error", "error", "A server error occurred.", fault);
        }
    }

    private static SandboxResponse Envelope(int status, string type, string code, string detail, Fault fault)
    {
        if (fault.Body is not null)
            return Text(fault.Status ?? status, fault.ContentType ?? Json, fault.Body);
        var envelope = new JsonObject
        {
            ["type"] = type,
            ["code"] = code,
            ["detail"] = detail,
            ["attr"] = null,
        };
        return new SandboxResponse { Status = fault.Status ?? status, ContentType = Json, Body = AnswerJson.Write(envelope) };
    }

    private static SandboxResponse Text(int status, string contentType, string text) =>
        new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };

    private static SandboxResponse Redirect(int status, string target)
    {
        var response = new SandboxResponse { Status = status };
        response.Headers["Location"] = target;
        return response;
    }

    private static string Twin(string path)
    {
        const string Environments = "/api/environments/";
        const string Projects = "/api/projects/";
        return path.Contains(Environments, StringComparison.Ordinal)
            ? path.Replace(Environments, Projects, StringComparison.Ordinal)
            : path.Replace(Projects, Environments, StringComparison.Ordinal);
    }

    private static void Change(SandboxRequest request, SandboxOutcome outcome, Fault fault)
    {
        SandboxResponse response = outcome.Response!;
        switch (fault.Kind)
        {
            case FaultKind.TruncatedJson:
                response.Body = response.Body[..(response.Body.Length / 2)];
                break;
            case FaultKind.CutBody:
                outcome.CutAfter = response.Body.Length / 2;
                break;
            case FaultKind.WrongLength:
                outcome.DeclaredLength = response.Body.Length + 1000;
                break;
            case FaultKind.SlowDrip:
                outcome.Drip = fault.Delay;
                break;
            case FaultKind.Gzip:
                Compress(request, response, "gzip");
                break;
            case FaultKind.Brotli:
                Compress(request, response, "br");
                break;
            case FaultKind.Rewrite:
                response.Body = fault.Rewrite?.Invoke(response.Body) ?? response.Body;
                break;
            case FaultKind.Delay:
                break;
            default:
                if (response.ContentType == Json && response.Body.Length > 0)
                {
                    JsonNode tree = JsonNode.Parse(response.Body)!;
                    if (EndlessLists.Apply(tree, fault, request) || ReshapedAnswers.Apply(tree, fault))
                        response.Body = AnswerJson.Write(tree);
                }

                break;
        }
    }

    private static void Compress(SandboxRequest request, SandboxResponse response, string encoding)
    {
        if (request.Header("Accept-Encoding")?.Contains(encoding, StringComparison.OrdinalIgnoreCase) != true || response.Body.Length == 0)
            return;
        using var target = new MemoryStream();
        using (Stream packer = encoding == "br"
            ? new BrotliStream(target, CompressionMode.Compress, leaveOpen: true)
            : new GZipStream(target, CompressionMode.Compress, leaveOpen: true))
        {
            packer.Write(response.Body);
        }

        response.Body = target.ToArray();
        response.Headers["Content-Encoding"] = encoding;
    }
}
