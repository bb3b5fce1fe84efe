using System.Diagnostics;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Secrets;

namespace PostHogPS.Engine.Http;

/// <summary>One verbose line per call; headers and bodies when somebody reads debug messages.</summary>
internal sealed class LogHandler(Redactor redactor) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = (ApiMessage)request;
        CallContext context = message.Call.Context;
        if (context.Debug)
            context.Report(EngineMessageKind.Debug, new DebugText(redactor, context).Add(message).ToString());

        long start = Stopwatch.GetTimestamp();
        string ending = "failed";
        try
        {
            HttpResponseMessage response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
            ending = NumberText.Format((int)response.StatusCode);
            if (context.Debug)
                context.Report(EngineMessageKind.Debug, new DebugText(redactor, context).Add(response, message.Call.IsPrivate).ToString());
            return response;
        }
        finally
        {
            if (context.WantsVerbose)
                context.Report(EngineMessageKind.Verbose,
                    redactor.Clean(Line(message, ending, (Stopwatch.GetTimestamp() - start) * 1000 / Stopwatch.Frequency), context));
        }
    }

    private static string Line(ApiMessage message, string ending, long milliseconds)
    {
        string line = $"{message.Call.Method} {message.RequestUri!.PathAndQuery}: {ending} in {NumberText.Format(milliseconds)} ms";
        return message.Call.Attempts > 1 ? line + $" (attempt {NumberText.Format(message.Call.Attempts)})" : line;
    }
}
