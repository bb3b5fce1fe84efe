using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;

namespace PostHogPS.Engine;

/// <summary>Sends calls: finds the address, follows what may be followed, and throws what is not a success.</summary>
internal sealed class ApiClient(SessionCore core, HttpStack stack, RouteBook routes, ProjectPin pin)
{
    private const int MostRedirects = 3;

    internal SessionCore Core => core;

    internal ProjectPin Pin => pin;

    /// <summary>Sends and reads; refusals throw.</summary>
    internal async Task<ApiAnswer> SendAsync(ApiRequest request, CallContext context)
    {
        using CallLease lease = core.Enter();
        using HttpResponseMessage response = await OpenAsync(request, context).ConfigureAwait(false);
        CallState call = ((ApiMessage)response.RequestMessage!).Call;
        Body body = (response.Content as BufferedContent)?.Body ?? Body.Empty;
        if (response.IsSuccessStatusCode)
            return new ApiAnswer(call, (int)response.StatusCode, body);
        // An earlier attempt of this very call may have been carried out: then the refusal says that it was.
        if ((int)response.StatusCode == request.DoneOnRepeat && call.Ambiguous)
            return new ApiAnswer(call, (int)response.StatusCode, Body.Empty);
        throw Refusal(call, response);
    }

    /// <summary>Sends and leaves the answer open, refusals included.</summary>
    internal Task<HttpResponseMessage> OpenAsync(ApiRequest request, CallContext context)
    {
        if (request.Project is null || request.Path.BeginsWith('/'))
            return ToAsync(request, Address(request), context);
        return routes.IsSettled ? OnFamilyAsync(request, routes.Family, context) : InTurnAsync(request, context);
    }

    // One call at a time until it is known which form of addresses the server has.
    private async Task<HttpResponseMessage> InTurnAsync(ApiRequest request, CallContext context)
    {
        await routes.Turn.WaitAsync(context.Cancellation).ConfigureAwait(false);
        try
        {
            bool undecided = !routes.IsSettled;
            HttpResponseMessage response = await OnFamilyAsync(request, routes.Family, context).ConfigureAwait(false);
            if (!undecided || routes.IsSettled || IsOpen(request, response) || !routes.Learn((int)response.StatusCode, deprecated: false))
                return response;

            // Nothing happened, so even a write may go to the twin. It is asked once: every server knows that form,
            // so a second 404 says that the thing is missing, not the route.
            response.Dispose();
            routes.Settle(RouteBook.Projects);
            return await OnFamilyAsync(request, RouteBook.Projects, context).ConfigureAwait(false);
        }
        finally
        {
            routes.Turn.Release();
        }
    }

    // A 404 in a gateway's words does not say that PostHog did nothing.
    private bool IsOpen(ApiRequest request, HttpResponseMessage response) =>
        request.Safety == CallSafety.Once && !response.IsSuccessStatusCode && !RetryPlan.IsClearRefusal(Outcome.Of(response, core.ServerNow));

    internal PostHogApiException Refusal(CallState call, HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        return status is >= 300 and < 400
            ? core.Errors.Redirected(call, status, Links.Next(response, call.Address))
            : core.Errors.FromAnswer(call, response);
    }

    private async Task<HttpResponseMessage> OnFamilyAsync(ApiRequest request, string family, CallContext context)
    {
        string project = pin.Resolve(request.Project!);
        Uri address = core.Addresses.Below($"api/{family}/{Segment(project)}/{request.PathAndQuery()}");
        HttpResponseMessage response = await ToAsync(request, address, context).ConfigureAwait(false);
        if (family == RouteBook.Environments)
        {
            bool deprecated = response.Headers.Contains("Deprecation") && NamesSuccessor(response);
            if (deprecated)
                routes.Learn((int)response.StatusCode, deprecated: true);
            else if (AnsweredUnder(response, RouteBook.Projects))
                routes.Settle(RouteBook.Projects);
        }

        return response;
    }

    private async Task<HttpResponseMessage> ToAsync(ApiRequest request, Uri address, CallContext context)
    {
        using CallLease lease = core.Enter();
        foreach (string secret in request.Secrets)
            context.Hide(secret);
        for (int redirects = 0; ; redirects++)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
            var call = new CallState(context, request.Safety, request.Method, address)
            {
                HowToFindOut = request.HowToFindOut,
                Streams = request.Streams,
                HasOwnRateLimit = request.HasOwnRateLimit,
                Ending = ending,
            };
            using CancellationTokenRegistration closing = core.Calls.Closing.Register(static c => ((CallState)c!).EndWait(), call);
            using var message = new ApiMessage(call, request.Body, core.Settings.UserAgent);
            HttpResponseMessage response = await SendAsync(message, ending.Token).ConfigureAwait(false);
            response.RequestMessage = message;
            if (redirects == MostRedirects || Moved(response, address) is not { } next)
                return response;
            response.Dispose();
            address = next;
        }
    }

    /// <summary>Every end is an answer, one of our errors, or the caller's own cancellation.</summary>
    private async Task<HttpResponseMessage> SendAsync(ApiMessage message, CancellationToken ending)
    {
        try
        {
            return await stack.SendAsync(message, ending).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is not PostHogApiException)
        {
            message.Call.Context.Cancellation.ThrowIfCancellationRequested();
            throw core.Errors.Broken(message.Call, broken);
        }
    }

    /// <summary>The new address of a 307 or 308 to the same origin: method and body go along. Null for everything else.</summary>
    private Uri? Moved(HttpResponseMessage response, Uri asked)
    {
        if ((int)response.StatusCode is not (307 or 308) || Links.Next(response, asked) is not { } target)
            return null;
        return core.Addresses.IsOwn(target) ? target : null;
    }

    /// <summary>Where a request that names no project goes.</summary>
    internal Uri Address(ApiRequest request)
    {
        string path = request.PathAndQuery();
        Uri address = path.BeginsWith('/') ? core.Addresses.FromRoot(path) : core.Addresses.Below(path);
        if (core.Addresses.IsOwn(address))
            return address;
        throw core.Errors.Make(PostHogErrorKind.BadRequest, $"{address.GetLeftPart(UriPartial.Authority)} is not {core.Addresses.Origin}. Nothing was sent.");
    }

    private static string Segment(string project) =>
        project == ProjectPin.Current ? project : Uri.EscapeDataString(project);

    private static bool NamesSuccessor(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out IEnumerable<string>? links))
            return false;
        foreach (string link in links)
        {
            if (link.HasAnyCase("successor-version") && link.Has("/api/" + RouteBook.Projects + "/"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnsweredUnder(HttpResponseMessage response, string family) =>
        response.RequestMessage?.RequestUri?.AbsolutePath.Has("/api/" + family + "/") == true;
}
