using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>Rows as objects, and what ends a query that nobody waits for.</summary>
public sealed class InvokePHQueryTests
{
    private const string Slow = "Invoke-PHQuery 'select 1 as one' -Refresh Async";

    [Fact]
    public async Task Columns_are_properties_in_order_with_real_types()
    {
        await using Bench bench = await Started();
        PSObject row = bench.Run("Invoke-PHQuery 'select uuid, event, timestamp, 1 as n, [1, 2] as list, 1 as n from events where timestamp > {since} limit 1' @{ since = $clock.UtcNow.AddDays(-1) }").Clean().Objects.Single();
        Assert.Equal(["uuid", "event", "timestamp", "n", "list", "n_2"], row.Properties.Select(p => p.Name));
        Assert.IsType<Guid>(row.Properties["uuid"].Value);
        Assert.IsType<DateTimeOffset>(row.Properties["timestamp"].Value);
        Assert.IsType<long>(row.Properties["n"].Value);
    }

    [Fact]
    public async Task Values_are_sent_beside_the_query()
    {
        await using Bench bench = await Started();
        PSObject row = bench.Run("Invoke-PHQuery 'select {s} as s, {z} as z, {l} as l' @{ s = \"'; --\"; z = $null; l = 1, 2 }").Clean().Objects.Single();
        Assert.Equal("'; --", row.Properties["s"].Value);
        Assert.Null(row.Properties["z"].Value);
        Assert.Contains("select {s} as s", bench.Writes()[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_rows_than_the_answer_has_are_told()
    {
        await using Bench bench = await Started();
        ShellResult cut = bench.Run("Invoke-PHQuery 'select event from events where timestamp > now() - interval 1 day'");
        Assert.Equal(100, cut.Objects.Count);
        Assert.Contains("no LIMIT", Assert.Single(cut.Warnings), StringComparison.Ordinal);
        Assert.Empty(bench.Run("Invoke-PHQuery 'select event from events where timestamp > now() - interval 1 day limit 100'").Warnings);
    }

    [Fact]
    public async Task Offset_that_is_refused_gets_the_advice_to_read_by_key()
    {
        await using Bench bench = await Started();
        ErrorRecord error = bench.Run("Invoke-PHQuery 'select event from events limit 5 offset 5'").Error;
        Assert.StartsWith("PostHog.Validation,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("{last}", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("{last}", bench.Run("Invoke-PHQuery 'select nothing from events limit 5'").Error.ErrorDetails.RecommendedAction,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select nothing from events limit 5")]
    [InlineData("drop table events")]
    public async Task A_refused_query_gets_advice_about_queries(string query)
    {
        await using Bench bench = await Started();

        foreach (string refresh in new[] { "Blocking", "Async" })
        {
            string advice = bench.Run($"Invoke-PHQuery '{query}' -Refresh {refresh}").Error.ErrorDetails.RecommendedAction;

            Assert.Contains("one SELECT", advice, StringComparison.Ordinal);
            Assert.Contains("select * from events limit 1", advice, StringComparison.Ordinal);
            Assert.DoesNotContain("Get-Help", advice, StringComparison.Ordinal);
        }

        bench.Run("Invoke-PHQuery 'select * from events limit 1'").Clean();
    }

    [Theory]
    [InlineData("@{ a = [double]::NaN }", "not a finite number")]
    [InlineData("@{ a = [float]::PositiveInfinity }", "not a finite number")]
    [InlineData("@{ a = 1, [double]::NegativeInfinity }", "not a finite number")]
    [InlineData("@{ a = [timespan]'01:00' }", "of type TimeSpan")]
    [InlineData("@{ a = 'x', [version]'1.2' }", "of type Version")]
    [InlineData("@{ a = Get-Process -Id $PID }", "of type Process")]
    [InlineData("@{ a = [pscredential]::new('u', (ConvertTo-SecureString secret -AsPlainText -Force)) }", "of type PSCredential")]
    [InlineData("@{ a = @{ b = 1 } }", "is an object")]
    [InlineData("@{ a = 1; '' = 2 }", "empty name")]
    public async Task Values_that_are_none_of_a_query_are_refused_before_anything_is_sent(string parameters, string reason)
    {
        await using Bench bench = await Started();
        int before = bench.Requests.All.Count;

        ErrorRecord error = bench.Run($"Invoke-PHQuery 'select {{a}} as a' {parameters}").Error;

        Assert.StartsWith("PostHog.Validation,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(reason, error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent.", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, bench.Requests.All.Count);
    }

    [Theory]
    [InlineData("2", 2L)]
    [InlineData("[sbyte]-2", -2L)]
    [InlineData("[long]::MaxValue", long.MaxValue)]
    [InlineData("[long]::MinValue", long.MinValue)]
    [InlineData("2.5", 2.5)]
    [InlineData("[char]'x'", "x")]
    [InlineData("[DayOfWeek]::Monday", "Monday")]
    [InlineData("[guid]'11111111-1111-1111-1111-111111111111'", "11111111-1111-1111-1111-111111111111")]
    [InlineData("[DBNull]::Value", null)]
    public async Task A_value_comes_back_as_it_went(string value, object? expected)
    {
        await using Bench bench = await Started();

        Assert.Equal(expected, bench.Run($"Invoke-PHQuery 'select {{a}} as a' @{{ a = {value} }}").Clean().Objects.Single().Properties["a"].Value);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        await using Bench bench = await Bench.StartAsync(new BenchOptions { Connect = "-ProjectId 101 -RouteFamily Projects" });
        bench.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Path = "*/query/*", Body = "{\"type\":\"authentication_error\",\"code\":\"permission_denied\",\"detail\":\"API key missing required scope 'query:read'\",\"attr\":null}" });
        ErrorRecord error = bench.Run("Invoke-PHQuery 'select 1'").Error;
        Assert.StartsWith("PostHog.MissingScope,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("query:read", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asynchronous_query_is_polled_until_its_result_is_there()
    {
        await using Bench bench = await Started();
        Assert.Equal(1L, bench.Run(Slow).Clean().Objects.Single().Properties["one"].Value);
        Assert.True(bench.Requests.All.Count(r => r.Method == "GET" && r.PathAndQuery.Contains("/query/", StringComparison.Ordinal)) >= 2);
        Assert.DoesNotContain(bench.Requests.All, r => r.Method == "DELETE");
    }

    [Fact]
    public async Task A_timeout_cancels_the_query_at_the_server()
    {
        await using Bench bench = await Started(TimeSpan.FromHours(1));
        ErrorRecord error = bench.Run(Slow + " -Timeout 60").Error;
        Assert.StartsWith("PostHog.WaitTimeout,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(bench.Requests.All, r => r.Method == "DELETE" && r.PathAndQuery.Contains("/query/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_cancels_the_query_at_the_server()
    {
        using Scene scene = Scene.Of(Scene.Noon, options => options.QueryTime = TimeSpan.FromHours(1));
        Task cancelled = Cancelled(scene);

        scene.StopInWait(Slow, 3);

        await cancelled;

        string started = Assert.Single(scene.Writes, r => r.Method == "POST").Body;
        string id = Assert.Single(scene.Writes, r => r.Method == "DELETE").PathAndQuery.Split('/')[^2];
        Assert.Contains($"\"client_query_id\":\"{id}\"", started, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_while_the_server_starts_the_query_cancels_it_too()
    {
        using Scene scene = Scene.Of(Scene.Noon, options => options.QueryTime = TimeSpan.FromHours(1));
        Task cancelled = Cancelled(scene);

        scene.StopAt(Slow, "POST", "/query/", 1);

        await cancelled;

        Assert.Single(scene.Writes, r => r.Method == "DELETE" && r.PathAndQuery.Contains("/query/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_shell_that_ends_at_Ctrl_C_has_cancelled_the_query_before()
    {
        using Scene scene = Scene.Of(Scene.Noon, options => options.QueryTime = TimeSpan.FromHours(1));
        // The two seconds that the command waits do not pass.
        _ = scene.Clock.Hold();

        scene.StopAt(Slow, "POST", "/query/", 1);

        Assert.Single(scene.Writes, r => r.Method == "DELETE" && r.PathAndQuery.Contains("/query/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_of_many_columns_are_a_table_and_stay_what_they_are()
    {
        const string Query = "Invoke-PHQuery \"select 'one' as a, 2 as b, 'three' as c, 4.5 as d, toDate('2026-10-01') as e, 'six' as $name\"";
        await using Bench bench = await Started();

        string table = bench.Run(Query.Replace("$name", "f", StringComparison.Ordinal) + " | Out-String -Width 80").Clean().As<string>().Single();
        string again = bench.Run(Query.Replace("$name", "other", StringComparison.Ordinal) + " | Out-String -Width 80").Clean().As<string>().Single();
        string list = bench.Run(Query.Replace("$name", "f", StringComparison.Ordinal) + " | Format-List | Out-String").Clean().As<string>().Single();

        Assert.Matches(@"^\s*a\s+b c\s+d e\s+f\s+-+ +-+", table);
        Assert.Matches(@"one +2 three +4[.,]5 .+ six", table);
        Assert.Matches(@"^\s*a\s+b c\s+d e\s+other\s+-+ +-+", again);
        Assert.Matches(@"^\s*a : one\s+b : 2\s", list);
        PSObject row = bench.Run(Query.Replace("$name", "f", StringComparison.Ordinal)).Clean().Objects.Single();
        Assert.Equal(["a", "b", "c", "d", "e", "f"], row.Properties.Select(p => p.Name));
        // Where a view would take a name for a pattern, and where no window is wide enough.
        Assert.Contains("g? : 1", bench.Run("Invoke-PHQuery 'select 1 as a, 2 as b, 3 as c, 4 as d, 1 as `g?`' | Out-String").Clean().As<string>().Single(),
            StringComparison.Ordinal);
        string wide = "select " + string.Join(", ", Enumerable.Range(1, 13).Select(n => $"{n} as c{n}"));
        Assert.Contains("c13 : 13", bench.Run($"Invoke-PHQuery '{wide}' | Out-String").Clean().As<string>().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_gives_the_whole_answer()
    {
        await using Bench bench = await Started();
        PSObject whole = bench.Run("Invoke-PHQuery 'select 1 as a' -Raw").Clean().Objects.Single();
        Assert.NotNull(whole.Properties["types"]);
        Assert.NotNull(whole.Properties["is_cached"]);
    }

    // By this clock the command does not wait, so the query is cancelled behind the prompt.
    private static Task Cancelled(Scene scene)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Server.Requests.Arrived += (_, request) =>
        {
            if (request.Method == "DELETE")
                arrived.TrySetResult();
        };
        return arrived.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static Task<Bench> Started(TimeSpan? time = null) => Bench.StartAsync(new BenchOptions
    {
        Connect = "-ProjectId 101 -RouteFamily Projects",
        Server = new() { Sandbox = new() { QueryTime = time ?? TimeSpan.FromSeconds(8) } },
    });
}
