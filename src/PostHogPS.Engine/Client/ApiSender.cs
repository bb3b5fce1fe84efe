using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Engine.Answers;
using PostHogPS.Engine.Calls;
using PostHogPS.Engine.Errors;
using PostHogPS.Engine.Frameworks;
using PostHogPS.Engine.Http;
using PostHogPS.Engine.Retry;
using PostHogPS.Engine.Routes;
using PostHogPS.Engine.Time;

namespace PostHogPS.Engine.Client;

/// <summary>Sends calls: finds the address, follows what may be followed, and throws what is not a success.</summary>
internal sealed class ApiSender(
    Lazy<HandlerPipeline> pipeline,
    CallTracker calls,
    ErrorFactory errors,
    Addresses addresses,
    RouteSelection routes,
    ProjectPin pin,
    ConnectionClock clock,
    string userAgent)
{
    private const int MostRedirects = 3;

    /// <summary>Sends; errors of the server throw.</summary>
    internal async Task<ApiAnswer> SendAsync(ApiRequest request, CallContext context)
    {
        using CallLease lease = calls.Enter();
        using HttpResponseMessage response = await OpenAsync(request, context).ConfigureAwait(false);
        CallState call = ((ApiMessage)response.RequestMessage!).Call;
        Body body = (response.Content as BufferedContent)?.Body ?? Body.Empty;
        if (response.IsSuccessStatusCode)
            return new ApiAnswer(call, (int)response.StatusCode, body);
        // An earlier attempt of this very call may have been carried out: then the refusal says that it was.
        if ((int)response.StatusCode == request.DoneOnRepeat && call.Ambiguous)
            return new ApiAnswer(call, (int)response.StatusCode, Body.Empty);
        throw ErrorFor(call, response);
    }

    /// <summary>Sends and leaves the answer open, errors of the server included.</summary>
    internal Task<HttpResponseMessage> OpenAsync(ApiRequest request, CallContext context) =>
        context.Turn is { } turn ? AdmittedAsync(turn, request, context) : AddressedAsync(request, context);

    // Before the turn of the routes: a call that holds that turn must not wait for calls that need it.
    private async Task<HttpResponseMessage> AdmittedAsync(IRequestTurn turn, ApiRequest request, CallContext context)
    {
        HttpResponseMessage response;
        using (await turn.EnterAsync(context.Cancellation).ConfigureAwait(false))
            response = await AddressedAsync(request, context).ConfigureAwait(false);
        // Whoever waited for this sends first; what has come is read while those requests are under way.
        await Task.Yield();
        return response;
    }

    private Task<HttpResponseMessage> AddressedAsync(ApiRequest request, CallContext context)
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

            // Nothing happened, so even a write may go to the projects route. Once: every server knows that form, so a
            // second 404 means that the object is missing, not the route.
            response.Dispose();
            routes.Settle(RouteSelection.Projects);
            return await OnFamilyAsync(request, RouteSelection.Projects, context).ConfigureAwait(false);
        }
        finally
        {
            routes.Turn.Release();
        }
    }

    // A gateway's 404 does not prove that PostHog did nothing.
    private bool IsOpen(ApiRequest request, HttpResponseMessage response) =>
        request.Safety == CallSafety.Once && !response.IsSuccessStatusCode && !RetryPlan.IsClearRefusal(Outcome.CreateFrom(response, clock.ServerNow));

    internal PostHogApiException ErrorFor(CallState call, HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        return status is >= 300 and < 400
            ? errors.Redirected(call, status, HttpLinks.Redirect(response, call.Address))
            : errors.FromAnswer(call, response);
    }

    private Task<HttpResponseMessage> OnFamilyAsync(ApiRequest request, string family, CallContext context)
    {
        string project = pin.Resolve(request.Project!);
        return ToAsync(request, addresses.Below($"api/{family}/{Segment(project)}/{request.PathAndQuery()}"), context, family);
    }

    /// <summary>Every end is an answer, one of our errors, or the caller's own cancellation.</summary>
    private async Task<HttpResponseMessage> ToAsync(ApiRequest request, Uri address, CallContext context, string? family = null)
    {
        using CallLease lease = calls.Enter();
        context.HideAll(request.Secrets);
        for (int redirects = 0; ; redirects++)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
            var call = new CallState(context, request.Safety, request.Method, address)
            {
                HowToFindOut = request.HowToFindOut,
                Streams = request.Streams,
                RateClass = request.RateClass,
                IsPrivate = request.IsPrivate,
                HidesBody = request.HidesBody,
                Ending = ending,
            };
            using CancellationTokenRegistration closing = calls.Closing.Register(static c => ((CallState)c!).EndWait(), call);
            using var message = new ApiMessage(call, request.Body, userAgent);
            HttpResponseMessage response;
            try
            {
                response = await pipeline.Value.SendAsync(message, ending.Token).ConfigureAwait(false);
            }
            catch (Exception broken) when (broken is not PostHogApiException)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                throw errors.Broken(call, broken, calls.IsClosed);
            }

            response.RequestMessage = message;
            if (redirects < MostRedirects && Moved(response, address) is { } next)
            {
                response.Dispose();
                address = next;
                continue;
            }

            if (family == RouteSelection.Environments)
                LearnFrom(response);
            return response;
        }
    }

    private void LearnFrom(HttpResponseMessage response)
    {
        bool deprecated = response.Headers.Contains("Deprecation") && NamesSuccessor(response);
        if (deprecated)
            routes.Learn((int)response.StatusCode, deprecated: true);
        else if (AnsweredUnder(response, RouteSelection.Projects))
            routes.Settle(RouteSelection.Projects);
    }

    /// <summary>The new address of a 307 or 308 to the same origin: method and body go along. Null for everything else.</summary>
    private Uri? Moved(HttpResponseMessage response, Uri asked)
    {
        if ((int)response.StatusCode is not (307 or 308) || HttpLinks.Redirect(response, asked) is not { } target)
            return null;
        return addresses.IsOwn(target) ? target : null;
    }

    /// <summary>Where a request that names no project goes.</summary>
    internal Uri Address(ApiRequest request)
    {
        string path = request.PathAndQuery();
        Uri address = path.BeginsWith('/') ? addresses.FromRoot(path) : addresses.Below(path);
        if (addresses.IsOwn(address))
            return address;
        throw errors.Make(PostHogErrorKind.BadRequest, $"{address.GetLeftPart(UriPartial.Authority)} is not {addresses.Origin}. Nothing was sent.");
    }

    private static string Segment(string project) =>
        project == ProjectPin.Current ? project : Uri.EscapeDataString(project);

    private static bool NamesSuccessor(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out IEnumerable<string>? links))
            return false;
        foreach (string link in links)
        {
            if (link.HasAnyCase("successor-version") && link.Has("/api/" + RouteSelection.Projects + "/"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnsweredUnder(HttpResponseMessage response, string family) =>
        response.RequestMessage?.RequestUri?.AbsolutePath.Has("/api/" + family + "/") == true;
}
