using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using PostHogPS.TestHost;

namespace PostHogPS.Benchmarks;

/// <summary>What people use without the module, each for the jobs that it can do.</summary>
internal sealed class Rivals(Child child)
{
    private const string Headers = "$h = @{ Authorization = \"Bearer $env:POSTHOG_PERSONAL_API_KEY\" }; ";
    private const string Post = " -Method Post -ContentType application/json -Body '{}'";

    private static readonly string Folder = Path.Combine(StagedModule.RepositoryRoot, "benchmarks", "rivals");

    /// <summary>The same call again and again, milliseconds each.</summary>
    internal IReadOnlyList<Contender> Calls(string url, int count) =>
    [
        Pwsh("an Invoke-RestMethod loop", Headers + Loop(count, $"Invoke-RestMethod '{url}' -Headers $h")),
        Pwsh("Invoke-RestMethod -WebSession", Headers + $"$null = Invoke-RestMethod '{url}' -Headers $h -SessionVariable w; " + Loop(count, $"Invoke-RestMethod '{url}' -WebSession $w")),
        Outside("curl with jq", count, "calls", url, Text(count)),
        Node("calls", url, Text(count)),
        // What of a call is the shell's: the floor's client without a command around it.
        Pwsh("the floor's HttpClient, called from a script", "$c = [Net.Http.HttpClient]::new(); " + Loop(count, $"[Text.Json.JsonDocument]::Parse($c.GetStringAsync('{url}').GetAwaiter().GetResult())")) with { Limit = null },
        Floor("--raw-calls", url, Text(count)) with { Limit = 3 },
    ];

    /// <summary>All pages of a list, milliseconds a page, the second time round.</summary>
    internal IReadOnlyList<Contender> Pages(string url, int count, double? rawLimit) =>
    [
        Pwsh("an Invoke-RestMethod loop", Headers + Walk(url, "-Headers $h") + "Read-All > $null; " + Scripts.Clock + "Read-All > $null" + Scripts.Stop(count)),
        Pwsh("Invoke-RestMethod -WebSession", Headers + $"$null = Invoke-RestMethod '{url}' -Headers $h -SessionVariable w; " + Walk(url, "-WebSession $w") + "Read-All > $null; " + Scripts.Clock + "Read-All > $null" + Scripts.Stop(count)),
        Outside("curl with jq", count, "pages", url),
        Node("pages", url),
        Floor("--raw-pages", url) with { Limit = rawLimit },
    ];

    /// <summary>A list is read and each of its things is posted to, everything from the start of the work to its end.</summary>
    internal IReadOnlyList<Contender> Posts(string url)
    {
        string begin = Headers + "$u = '" + url[..url.IndexOf('?', StringComparison.Ordinal)] + "'; " + Scripts.Clock;
        string list = begin + "$runs = (Invoke-RestMethod '" + url + "' -Headers $h).results; ";
        return
        [
            Pwsh("an Invoke-RestMethod loop", list + "foreach ($r in $runs) { $null = Invoke-RestMethod \"$u$($r.id)/retry/\" -Headers $h" + Post + " }" + Scripts.Stop()),
            Pwsh("Invoke-RestMethod -WebSession", begin + "$runs = (Invoke-RestMethod '" + url + "' -Headers $h -SessionVariable w).results; foreach ($r in $runs) { $null = Invoke-RestMethod \"$u$($r.id)/retry/\" -WebSession $w" + Post + " }" + Scripts.Stop()),
            Pwsh("ForEach-Object -Parallel", list + "$runs | ForEach-Object -Parallel { $null = Invoke-RestMethod \"$using:u$($_.id)/retry/\" -Headers $using:h" + Post + " }" + Scripts.Stop()),
            Outside("curl with jq", 1, "posts", url),
            Node("posts", url),
            Floor("--raw-posts", url),
        ];
    }

    /// <summary>A job over many exports. The module's time may be 1.2 of the raw client's and <paramref name="limit"/> of the parallel loop's.</summary>
    internal IReadOnlyList<Contender> Fleet(FleetJob job, string server, double limit)
    {
        string list = $"{server}/api/projects/{World.FleetProject}/batch_exports/";
        string exports = $"(Invoke-RestMethod '{list}' -Headers $h).results";
        string runs = $"\"{list}$($_.id)/runs/?ordering=data_interval_start&start=$using:t\"";
        string backfills = $"$null = Invoke-RestMethod \"{list}$($_.id)/backfills/\" -Headers $using:h";
        string window = $"\"{server}/api/projects/{World.LongProject}/batch_exports/{World.Long}/runs/?after=$($_.ToString('o'))&before=$($_.AddSeconds(29999).ToString('o'))\"";
        string windows = "$($d = $t; while ($d -lt [datetime]::UtcNow) { $d; $d = $d.AddSeconds(30000) })";
        (string items, string first, string last, int days) = job.Name switch
        {
            "gaps" => (exports, runs, backfills, 30),
            "runs" => (exports, runs.Replace("ordering=data_interval_start&start", "after", StringComparison.Ordinal), "", 14),
            "report" => (exports, runs, "", 7),
            _ => (windows, window, "", 90),
        };
        string walk = $"ForEach-Object -ThrottleLimit {Scripts.InFlight} -Parallel {{ $n = {first}; while ($n) {{ $r = Invoke-RestMethod $n -Headers $using:h; $r.results; $n = $r.next }}; {last} }} > $null";
        string Since(int some) => job.Name == "one" ? $"$t = [datetime]::UtcNow.AddDays(-{Text(some)}); " : $"$t = [datetime]::UtcNow.AddDays(-{Text(some)}).ToString('o'); ";
        return
        [
            new Contender("a pooled HttpClient with source-generated JSON, 8 in flight", () => child.Raw("--raw-fleet", job.Name, server), Limit: 1.2),
            Pwsh("ForEach-Object -Parallel -ThrottleLimit 8 with Invoke-RestMethod", Headers + Since(1) + items + " | Select-Object -First 1 | " + walk + "; " + Scripts.Clock + Since(days) + items + " | " + walk + Scripts.Stop()) with { Limit = limit },
        ];
    }

    /// <summary>The first object of a list, clock and all inside the shell.</summary>
    internal Contender FirstObject(string url) =>
        Pwsh("Invoke-RestMethod", Scripts.Clock + Headers + $"$null = @((Invoke-RestMethod '{url}' -Headers $h).results)[0]" + Scripts.Stop());

    /// <summary>A new process that shows one name and ends; <paramref name="part"/> picks the moment.</summary>
    internal IReadOnlyList<Contender> ColdStart(string url, Func<(double First, double End, string Output), double> part, double limit) =>
    [
        new Contender("Invoke-RestMethod", () => part(child.TimedScript(Headers + $"(Invoke-RestMethod '{url}' -Headers $h).results[0].name")), Limit: limit),
        Present("curl with jq", ["bash", "curl", "jq"], () => part(child.Timed("bash", Path.Combine(Folder, "rival.sh"), "first", url))) with { Limit = null },
    ];

    /// <summary>A script that reads all runs one by one and keeps none.</summary>
    internal static string Streaming(string url) => Headers + Walk(url, "-Headers $h") + "Read-All | ForEach-Object { $n++ }; ";

    private static string Walk(string url, string how) =>
        "function Read-All { $n = '" + url + "'; while ($n) { $r = Invoke-RestMethod $n " + how + "; $r.results; $n = $r.next } }; ";

    private static string Loop(int count, string call) =>
        $"foreach ($i in 1..5) {{ $null = {call} }}; " + Scripts.Clock + $"foreach ($i in 1..{Text(count)}) {{ $null = {call} }}" + Scripts.Stop(count);

    private Contender Pwsh(string name, string script) => new(name, () => child.Script(script));

    private Contender Floor(params string[] arguments) => new("a pooled HttpClient with source-generated JSON (the floor)", () => child.Raw(arguments), Limit: null);

    private Contender Outside(string name, int units, params string[] arguments) => Present(
        name, ["bash", "curl", "jq"], () => child.Timed("bash", [Path.Combine(Folder, "rival.sh"), .. arguments]).End / units);

    private Contender Node(params string[] arguments)
    {
        Contender node = Present("openapi-fetch on Node", ["node"], () => child.Number("node", [Path.Combine(Folder, "rival.mjs"), .. arguments]));
        return Directory.Exists(Path.Combine(Folder, "node_modules")) ? node : node with { Run = null, Missing = "'npm install' has not been run in benchmarks/rivals" };
    }

    private static Contender Present(string name, string[] programs, Func<double> run)
    {
        string[] lacking = [.. programs.Where(p => Child.Find(p) is null)];
        return new Contender(name, lacking.Length == 0 ? run : null, "there is no " + string.Join(" and no ", lacking));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
