using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using PostHogPS.TestKit;
using Xunit;

namespace PostHogPS.Sandbox.Tests;

/// <summary>
/// Every answer of every generation against PostHog's own schema. Where the two differ, the README of the sandbox says why,
/// and holds neither more nor less than the differences there are.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class PublishedSchemaTests
{
    public static TheoryData<string> Generations => [.. SandboxOptions.Generations];

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Answers_differ_from_the_published_schema_only_where_the_README_says_so(string generation)
    {
        IReadOnlyList<WalkAnswer> answers = await SandboxWalk.RunAsync(generation);
        string[] found = [.. answers.SelectMany(Differences).Distinct().Order(StringComparer.Ordinal)];
        string[] undocumented = [.. found.Except(Documented(generation))], gone = [.. Documented(generation).Except(found)];
        Assert.True(undocumented.Length + gone.Length == 0,
            $"Not in the README:\n{string.Join(' ', undocumented.Select(d => $"`{d}`"))}\nIn the README only:\n{string.Join("\n", gone)}");
    }

    [Fact]
    public void Every_difference_of_the_README_has_a_reason_and_a_generation_that_exists() => Assert.All(Rows(), row =>
    {
        Assert.NotEmpty(row.Reason);
        Assert.NotEmpty(row.Generations);
        Assert.All(row.Generations, generation => Assert.Contains(generation, SandboxOptions.Generations));
    });

    /// <summary>The compiled description judges the same answers; it describes errors too.</summary>
    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Answers_are_as_the_compiled_description_says(string generation)
    {
        ApiDescription description = generation == "C" ? ApiDescription.Default : ApiDescription.Older;
        IReadOnlyList<WalkAnswer> answers = await SandboxWalk.RunAsync(generation);
        Assert.Empty(answers.Where(a => description.Describes(a.Method, a.Path) && !HasOwnError(a))
            .SelectMany(a => description.ValidateResponse(a.Method, a.Path, a.Status, a.Body)).Distinct());
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Every_route_answers_as_it_is_meant_and_refuses(string generation)
    {
        IReadOnlyList<WalkAnswer> answers = await SandboxWalk.RunAsync(generation);
        foreach (IGrouping<string, WalkAnswer> route in answers.GroupBy(a => a.Route))
        {
            Assert.True(route.Any(a => a.Status < 400) || NeverSucceeds(generation, route.Key),
                generation + " " + route.Key + " never succeeds: " + string.Join(' ', route.Select(a => a.Status).Distinct()));
            Assert.True(route.Any(a => a.Status is 401) && route.Any(a => a.Status is 403) && route.Any(a => a.Status is 429)
                && route.Any(a => a.Status is 500), route.Key);
        }
    }

    // DELETE of a dashboard or template is 405, templates are written by staff, a run's own log fails, and the older server
    // has no logs, tests and tile actions for keys.
    private static bool NeverSucceeds(string generation, string route) =>
        route is "DELETE /api/projects/{pid}/dashboards/{id}/" or "DELETE /api/projects/{pid}/insights/{id}/"
            or "DELETE /api/projects/{pid}/hog_functions/{id}/"
            || Regex.IsMatch(route, "^(POST|PUT|PATCH|DELETE) .*/dashboard_templates/({id}/)?$") || route.EndsWith("/runs/{id}/logs/", StringComparison.Ordinal)
            || (route.Contains("/runs/", StringComparison.Ordinal) && route.EndsWith("/logs/", StringComparison.Ordinal))
        || (generation != "C" && Regex.IsMatch(route, "/(logs|test|insight_variables|run_test_step|run_test_step_new|copy_tile|move_tile|reorder_tiles)/$"));

    // The routes for tiles are older than the error envelope.
    private static bool HasOwnError(WalkAnswer answer) => answer.Status >= 400 && Regex.IsMatch(answer.Path, "/(reorder_tiles|create_unlisted_dashboard)/$");

    private static IEnumerable<string> Differences(WalkAnswer answer)
    {
        string path = answer.Path.Replace("/api/environments/", "/api/projects/", StringComparison.Ordinal);
        if (answer.Method == "PURGE" || answer.Status >= 400)
            return [];
        if (ApiDescription.Published.Operation(answer.Method, path) is not { } operation || operation.Holes > Holes(answer.Route))
            return [answer.Route + ": no such operation"];
        return ApiDescription.Published.ValidateResponse(answer.Method, path, answer.Status, answer.Body).Select(problem => Short(answer, problem));
    }

    // "@me" is a user's id to the schema; other words in the place of an id are routes of their own.
    private static int Holes(string route) => route.Replace("@me", "{uuid}", StringComparison.Ordinal).Count(c => c == '{');

    // The same thing in a list, in one object and after a write is one difference.
    private static string Short(WalkAnswer answer, string problem)
    {
        string what = Regex.Replace(Regex.Replace(problem, @"\[\d+\]", "[]"), @"#/(results\[\]\.)?", "");
        string status = answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Match match = Regex.Match(what, @"^\w+ (?<path>\S+) \d+: (?<kind>.*?)(?: at (?<at>\S*))?$");
        string noun = string.Join("/", match.Groups["path"].Value.Split('/').Where(s => s.Length > 0 && s[0] != '{' && s is not ("api" or "projects")));
        return match.Groups["at"].Length > 0 ? $"{noun}: {match.Groups["at"].Value}: {match.Groups["kind"].Value}"
            : $"{answer.Method} {noun} {status}: {match.Groups["kind"].Value}";
    }

    private static IEnumerable<string> Documented(string generation) => Rows().Where(row => row.Generations.Contains(generation)).Select(row => row.Difference);

    private static List<(string Difference, string[] Generations, string Reason)> Rows([CallerFilePath] string here = "")
    {
        string readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "PostHogPS.Sandbox", "README.md"));
        // One reason may stand for several differences.
        return [.. Regex.Matches(readme, @"^\| (`[^|]+`) \| ([A-Za-z, ]+) \|(.*)\|\s*$", RegexOptions.Multiline)
            .SelectMany(row => Regex.Matches(row.Groups[1].Value, "`([^`]+)`")
                .Select(m => (m.Groups[1].Value, row.Groups[2].Value.Split(", "), row.Groups[3].Value.Trim())))];
    }
}
