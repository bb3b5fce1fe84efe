using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PostHogPS.Benchmarks;

/// <summary>A job of 1,500 requests, in real time, against a server that enforces Cloud's limits. Takes three minutes, so it runs only when asked for.</summary>
internal static class Limit
{
    internal const string Name = "limit";

    private const int Requests = 1500;
    private const int PerMinute = 480;

    internal static async Task<Row> MeasureAsync()
    {
        var accepted = new List<DateTime>();
        int refused = 0;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        app.Run(Answer);
        await app.StartAsync();

        Child child = new(app.Urls.First());
        double seconds = child.Script(
            "Import-Module '" + TestHost.StagedModule.Manifest + "'; $s = [Diagnostics.Stopwatch]::StartNew(); foreach ($i in 1.." + Requests.ToString(CultureInfo.InvariantCulture)
            + ") { $null = Invoke-PHRestMethod \"api/thing/$i/\" -Method POST -Body @{ a = 1 } -Confirm:$false -ErrorAction Stop }; $s.Elapsed.TotalSeconds.ToString([Globalization.CultureInfo]::InvariantCulture)");

        // Full windows that have to pass before the last request may be made. The hour's limit is not reached.
        double least = 60.0 * ((Requests - 1) / PerMinute);
        return new Row(
            "1,500 writes in real time at 480 a minute and 4800 an hour, to the least possible time",
            "at most 1.10, no error, nothing twice",
            string.Format(CultureInfo.InvariantCulture, "{0:0.00} ({1:0.0} s, least {2:0} s; {3} accepted, {4} refused)", seconds / least, seconds, least, accepted.Count, refused),
            seconds / least <= 1.1 && accepted.Count == Requests);

        async Task Answer(HttpContext context)
        {
            double wait;
            lock (accepted)
            {
                DateTime now = DateTime.UtcNow;
                wait = accepted.Count < PerMinute ? 0 : 60 - (now - accepted[^PerMinute]).TotalSeconds;
                if (wait <= 0)
                    accepted.Add(now);
                else
                    refused++;
            }

            context.Response.ContentType = "application/json";
            if (wait > 0)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = Math.Ceiling(wait).ToString(CultureInfo.InvariantCulture);
            }

            await context.Response.WriteAsync(wait > 0 ? """{"type":"throttled_error","code":"throttled","detail":"Request was throttled.","attr":null}""" : """{"ok":true}""");
        }
    }
}
