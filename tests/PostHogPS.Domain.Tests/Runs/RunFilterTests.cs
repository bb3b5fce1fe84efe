using System;
using PostHogPS.Contracts;
using PostHogPS.Runs;
using PostHogPS.Schedule;
using Xunit;

namespace PostHogPS.Domain.Tests.Runs;

public sealed class RunFilterTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 14, 12, 20, 0, TimeSpan.Zero);

    [Fact]
    public void CreateQuery_asks_for_what_both_filters_leave()
    {
        Assert.Empty(new RunFilter(null, null, null, null).CreateQuery(Now).Statuses);
        Assert.Equal(["Failed", "FailedRetryable", "FailedBilling"], new RunFilter(null, ["failed"], null, null).CreateQuery(Now).Statuses);
        Assert.Equal(["FailedRetryable"], new RunFilter(["FailedRetryable", "Completed"], ["Failed"], null, null).CreateQuery(Now).Statuses);
        RunQuery window = new RunFilter(null, null, DateInput.CreateFrom("-2h", Now), null).CreateQuery(Now);
        Assert.Equal((Now.AddHours(-2), null), (window.After, window.Before));
    }

    [Fact]
    public void Check_rejects_filters_that_leave_nothing()
    {
        Assert.Throws<ProblemException>(() => new RunFilter(["Completed"], ["Failed"], null, null).Check());
        new RunFilter(["Failed"], ["Failed"], null, null).Check();
    }

    [Fact]
    public void Matches_holds_what_an_older_server_gave_against_the_filter()
    {
        var filter = new RunFilter(["failed"], null, DateInput.CreateFrom(Now.AddHours(-1)), DateInput.CreateFrom(Now));
        Assert.True(filter.CreateTest(Now)(Run("Failed", Now.AddMinutes(-5))));
        Assert.False(filter.CreateTest(Now)(Run("Completed", Now.AddMinutes(-5))));
        Assert.False(filter.CreateTest(Now)(Run("Failed", Now.AddHours(-2))));
        Assert.False(filter.CreateTest(Now)(Run("Failed", Now.AddMinutes(5))));
    }

    [Fact]
    public void FindUnknown_names_a_status_that_nobody_knows_and_no_run_has()
    {
        var filter = new RunFilter(["Faild", "Sleeping", "Completed"], null, null, null);
        filter.CreateTest(Now)(Run("Sleeping", Now));
        (string status, ProblemException problem) = Assert.Single(filter.FindUnknown());
        Assert.Equal(("Faild", "InvalidStatus"), (status, problem.Id));
        Assert.Contains("Did you mean Failed?", problem.Message, StringComparison.Ordinal);
    }

    private static BatchExportRun Run(string status, DateTimeOffset created) => new() { Status = status, CreatedAt = created };
}
