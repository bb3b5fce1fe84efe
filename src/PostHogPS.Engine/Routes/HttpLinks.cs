using System;
using System.Net.Http;

namespace PostHogPS.Engine.Routes;

/// <summary>Links that a server gives: whatever they say, they are an http address or nothing.</summary>
internal static class HttpLinks
{
    /// <summary>Where a link leads from a place; null when that is no address.</summary>
    internal static Uri? Resolve(Uri place, string? link)
    {
        try
        {
            return Uri.TryCreate(place, link, out Uri? target) ? Http(target) : null;
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException)
        {
            // .NET's parser trips over a host of nothing but direction marks.
            _ = e;
            return null;
        }
    }

    /// <summary>Where an answer sends on to; null for nowhere.</summary>
    internal static Uri? Redirect(HttpResponseMessage response, Uri asked)
    {
        try
        {
            return response.Headers.Location is { } location ? Http(new Uri(asked, location)) : null;
        }
        catch (Exception e) when (e is UriFormatException or IndexOutOfRangeException or ArgumentException)
        {
            _ = e;
            return null;
        }
    }

    private static Uri? Http(Uri target) => target.Scheme is "http" or "https" ? target : null;
}
