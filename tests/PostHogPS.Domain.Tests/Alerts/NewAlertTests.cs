using System;
using PostHogPS.Alerts;
using PostHogPS.Contracts;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.Alerts;

/// <summary>What a new alert is called, and what is said about the server's answers.</summary>
public sealed class NewAlertTests
{
    [Fact]
    public void A_question_names_the_host_of_an_address_and_nothing_else_of_it()
    {
        var wanted = new NewAlert(AlertChannel.Discord, Secrets.Protect("https://discord.com/api/webhooks/secret")) { On = ["Paused"], Name = "Mine" };
        Assert.Equal("alert 'Mine' to Discord (discord.com) in project 101, about every batch export, on Paused, quiet time 01:00:00",
            wanted.Describe("project 101"));
        Assert.Null(wanted.FindHostWarning());
        Assert.Contains("no known host of Discord",
            new NewAlert(AlertChannel.Discord, Secrets.Protect("https://d.example/x")).FindHostWarning(), StringComparison.Ordinal);
        Assert.Null(new NewAlert(AlertChannel.Slack, "C0TEST1").FindHostWarning());
    }

    [Fact]
    public void A_server_without_the_events_is_rejected_and_an_unknown_one_is_a_warning()
    {
        Assert.Null(NewAlert.CheckServer(true, "project 101"));
        Assert.Contains("project 101", NewAlert.CheckServer(null, "project 101"), StringComparison.Ordinal);
        Assert.Throws<ProblemException>(() => NewAlert.CheckServer(false, "project 101"));
    }

    [Fact]
    public void What_the_server_made_otherwise_is_named()
    {
        var wanted = new NewAlert(AlertChannel.Slack, "C0TEST1") { On = ["Failed"] };
        Assert.Empty(wanted.NotTaken(new BatchExportAlert { Enabled = true, On = ["Failed"], AllBatchExports = true }));
        Assert.Equal(["enabled", "filters"], wanted.NotTaken(new BatchExportAlert { Enabled = false, On = ["Failed"], AllBatchExports = false }));
    }

    [Theory]
    [InlineData(PostHogErrorKind.Validation, "inputs__text", true, "Correct the braces")]
    [InlineData(PostHogErrorKind.Validation, "inputs__url", false, "Correct what the server names and try again")]
    [InlineData(PostHogErrorKind.Forbidden, null, false, "is not free")]
    [InlineData(PostHogErrorKind.FateUnknown, null, false, "Look before you try again")]
    [InlineData(PostHogErrorKind.Server, null, false, null)]
    public void The_next_step_fits_the_refusal(PostHogErrorKind kind, string? field, bool hasMessage, string? advice)
    {
        string? given = NewAlert.Advise(new PostHogApiException(kind, "no") { Attr = field }, AlertChannel.Webhook, hasMessage);
        if (advice is null)
            Assert.Null(given);
        else
            Assert.Contains(advice, given, StringComparison.Ordinal);
    }
}
