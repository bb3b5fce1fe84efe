using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Domain.Tests.Contracts;

public sealed class CallContextTests
{
    private readonly TestClock _clock = new(new DateTimeOffset(2026, 10, 14, 12, 0, 0, TimeSpan.Zero));
    private readonly List<EngineMessage> _messages = [];

    [Fact]
    public async Task TryAsync_failure_of_an_item_is_reported_and_the_next_one_follows()
    {
        CallContext call = Call(TestContext.Current.CancellationToken);
        Assert.False(await call.TryAsync("first", () => throw new PostHogApiException(PostHogErrorKind.NotFound, "gone")));
        Assert.True(await call.TryAsync("second", () => Task.CompletedTask));
        EngineMessage error = Assert.Single(_messages);
        Assert.Equal((EngineMessageKind.Error, "first"), (error.Kind, error.Item));
    }

    [Fact]
    public async Task TryAsync_says_the_next_command_where_there_is_a_better_one_than_usual()
    {
        CallContext call = Call(TestContext.Current.CancellationToken);
        await call.TryAsync("first", () => throw new PostHogApiException(PostHogErrorKind.NotFound, "gone"), static e => e.Message + ": look there");
        await call.TryAsync("second", () => throw new InvalidOperationException("oops"), static _ => "look there");
        Assert.Equal(["gone: look there", null], _messages.Select(static message => message.Advice));
    }

    [Theory]
    [InlineData(PostHogErrorKind.Unauthorized)]
    [InlineData(PostHogErrorKind.Certificate)]
    public async Task TryAsync_failure_that_no_later_item_can_avoid_ends_the_work(PostHogErrorKind kind)
    {
        CallContext call = Call(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.TryAsync("first", () => throw new PostHogApiException(kind, "no")));
        Assert.Single(_messages, m => m.Kind == EngineMessageKind.Error);
    }

    [Fact]
    public async Task TryAsync_end_of_the_command_passes_through_the_work_around_it()
    {
        CallContext call = Call(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            call.TryAsync("outer", () => call.TryAsync("inner", () => throw new PostHogApiException(PostHogErrorKind.Unauthorized, "no"))));
        Assert.Equal("inner", Assert.Single(_messages).Item);
    }

    [Fact]
    public async Task FlushAsync_waits_until_the_messages_have_been_handled()
    {
        var handled = new TaskCompletionSource();
        var call = new CallContext(_messages.Add, debug: false, _clock, TestContext.Current.CancellationToken, () => handled.Task);
        Task flushed = call.FlushAsync();
        Assert.False(flushed.IsCompleted);
        handled.SetResult();
        await flushed;
    }

    [Fact]
    public async Task TryAsync_cancelled_work_is_no_error()
    {
        using var stop = new CancellationTokenSource();
        CallContext call = Call(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.TryAsync(null, () => Task.FromCanceled(stop.Token)));
        Assert.Empty(_messages);
    }

    [Fact]
    public async Task TryAsync_defect_is_the_error_of_its_item()
    {
        Assert.False(await Call(TestContext.Current.CancellationToken).TryAsync("item", () => throw new InvalidOperationException("oops")));
        Assert.IsType<InvalidOperationException>(Assert.Single(_messages).Error);
    }

    [Fact]
    public async Task WithinAsync_look_that_never_ends_answers_false()
    {
        CallContext call = Call(TestContext.Current.CancellationToken);
        Assert.False(await call.WithinAsync(TimeSpan.Zero, limited => Task.Delay(Timeout.Infinite, limited.Cancellation)));
        Assert.True(await call.WithinAsync(null, _ => Task.CompletedTask));
    }

    [Fact]
    public async Task DelayAsync_waits_by_the_clock_of_the_work()
    {
        DateTimeOffset before = _clock.UtcNow;
        await Call(TestContext.Current.CancellationToken).DelayAsync(TimeSpan.FromHours(3));
        Assert.Equal(before.AddHours(3), _clock.UtcNow);
    }

    [Fact]
    public void Messages_arrive_in_order_and_as_they_come()
    {
        CallContext call = Call(TestContext.Current.CancellationToken);
        call.Warn("one");
        call.WriteResult(2);
        call.WarnOnce("three");
        Assert.Equal([EngineMessageKind.Warning, EngineMessageKind.Result, EngineMessageKind.Warning], _messages.Select(m => m.Kind));
        Assert.True(_messages[2].IsOnce);
    }

    private CallContext Call(CancellationToken cancellation) => new(_messages.Add, debug: false, _clock, cancellation);
}
