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
        Floor("--raw-calls", url, Text(count)),
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
        string list = Headers + "$u = '" + url + "'; " + Scripts.Clock + "$runs = (Invoke-RestMethod $u -Headers $h).results; ";
        return
        [
            Pwsh("an Invoke-RestMethod loop", list + "foreach ($r in $runs) { $null = Invoke-RestMethod \"$u$($r.id)/retry/\" -Headers $h" + Post + " }" + Scripts.Stop()),
            Pwsh("Invoke-RestMethod -WebSession", Headers + "$u = '" + url + "'; " + Scripts.Clock + "$runs = (Invoke-RestMethod $u -Headers $h -SessionVariable w).results; foreach ($r in $runs) { $null = Invoke-RestMethod \"$u$($r.id)/retry/\" -WebSession $w" + Post + " }" + Scripts.Stop()),
            Pwsh("ForEach-Object -Parallel", list + "$runs | ForEach-Object -Parallel { $null = Invoke-RestMethod \"$using:u$($_.id)/retry/\" -Headers $using:h" + Post + " }" + Scripts.Stop()),
            Outside("curl with jq", 1, "posts", url),
            Node("posts", url),
            Floor("--raw-posts", url),
        ];
    }

    /// <summary>The first object of a list, clock and all inside the shell.</summary>
    internal Contender FirstObject(string url) =>
        Pwsh("Invoke-RestMethod", Scripts.Clock + Headers + $"$null = @((Invoke-RestMethod '{url}' -Headers $h).results)[0]" + Scripts.Stop());

    /// <summary>A new process that shows one name and ends; <paramref name="part"/> picks the moment.</summary>
    internal IReadOnlyList<Contender> ColdStart(string url, Func<(double First, double End, string Output), double> part) =>
    [
        new Contender("Invoke-RestMethod", () => part(child.TimedScript(Headers + $"(Invoke-RestMethod '{url}' -Headers $h).results[0].name"))),
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
