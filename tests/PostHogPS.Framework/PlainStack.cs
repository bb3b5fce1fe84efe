using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

namespace PostHogPS.Framework;

/// <summary>
/// What the runtime's own HTTP stack does when a kept-alive connection dies under a request. The server counts the sends;
/// here is only said how the call ended.
/// </summary>
internal static class PlainStack
{
    internal static readonly string[] Calls = ["POST+body", "POST+nothing", "PUT+body", "DELETE+nothing", "DELETE+empty", "GET+nothing"];

    internal static async Task<List<string>> MeasureAsync(Uri server)
    {
        var lines = new List<string>();
        foreach (string end in new[] { "drop", "reset" })
        {
            foreach (string call in Calls)
            {
                lines.Add("client " + end + " " + call + ": " + await EndOf(() => WithClientAsync(server, "client-" + end, call)).ConfigureAwait(false));
                lines.Add("request " + end + " " + call + ": " + await EndOf(() => WithRequestAsync(server, "request-" + end, call)).ConfigureAwait(false));
            }
        }

        return lines;
    }

    private static async Task<string> EndOf(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return "answered";
        }
        catch (Exception e) when (e is HttpRequestException or WebException or IOException)
        {
            return e.GetType().Name;
        }
    }

    private static async Task WithClientAsync(Uri server, string scenario, string call)
    {
        using var handler = new HttpClientHandler();
        using var client = new HttpClient(handler);
        // Leaves a connection that is kept alive.
        (await client.GetAsync(new Uri(server, scenario + "/warm/" + Plain(call))).ConfigureAwait(false)).Dispose();
        using var request = new HttpRequestMessage(new HttpMethod(Method(call)), new Uri(server, scenario + "/" + Plain(call)));
        if (HasBody(call))
            request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes("{}"));
        else if (call.EndsWith("+empty", StringComparison.Ordinal))
            request.Content = new ByteArrayContent([]);
        (await client.SendAsync(request).ConfigureAwait(false)).Dispose();
    }

    private static async Task WithRequestAsync(Uri server, string scenario, string call)
    {
        await AnswerAsync(new Uri(server, scenario + "/warm/" + Plain(call)), "GET", body: false).ConfigureAwait(false);
        await AnswerAsync(new Uri(server, scenario + "/" + Plain(call)), Method(call), HasBody(call)).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(Uri address, string method, bool body)
    {
        var request = (HttpWebRequest)WebRequest.Create(address);
        request.Method = method;
        if (body)
        {
            request.ContentLength = 2;
            using Stream stream = await request.GetRequestStreamAsync().ConfigureAwait(false);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("{}"), 0, 2).ConfigureAwait(false);
        }
        else if (method != "GET")
        {
            request.ContentLength = 0;
        }

        using WebResponse response = await request.GetResponseAsync().ConfigureAwait(false);
        using Stream answer = response.GetResponseStream();
        await answer.CopyToAsync(Stream.Null).ConfigureAwait(false);
    }

    internal static string Plain(string call) => call.Replace('+', '-');

    private static string Method(string call) => call.Split('+')[0];

    private static bool HasBody(string call) => call.EndsWith("+body", StringComparison.Ordinal);
}
