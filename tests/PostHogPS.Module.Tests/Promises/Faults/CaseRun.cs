using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using PostHogPS.TestHost;
using PostHogPS.Testing;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Module.Tests.Promises.Faults;

/// <summary>One command put through every fault, on a bench of its own.</summary>
internal sealed class CaseRun(CmdletCase driven, Places places) : IAsyncDisposable
{
    // Only for what never ends: a finding, and not a test run that never ends.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly List<Cell> _cells = [];
    private Bench? _bench;
    private LeakScan? _scan;
    private int _usual;
    private bool _prepared;

    private Bench Bench => _bench!;

    internal async Task<IReadOnlyList<Cell>> RunAsync()
    {
        await FreshAsync().ConfigureAwait(false);
        if ((await PlainAsync().ConfigureAwait(false)) is { } problem)
            return [new Cell(driven, FaultCases.All[0]) { Wrong = { "nothing wrong: " + problem } }];

        foreach (FaultCase fault in FaultCases.All.Where(f => f.Source == FaultSource.Server))
            _cells.Add(await ServedAsync(fault).ConfigureAwait(false));
        await PrepareAsync().ConfigureAwait(false);
        foreach (FaultCase fault in FaultCases.All.Where(f => f.Source != FaultSource.Server))
            _cells.Add(await UnservedAsync(fault).ConfigureAwait(false));
        await CloseAsync().ConfigureAwait(false);
        return _cells;
    }

    public async ValueTask DisposeAsync()
    {
        if (_bench is not null)
            await _bench.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What the command sends when nothing is wrong; a text when it does not even work then.</summary>
    private async Task<string?> PlainAsync()
    {
        await PrepareAsync().ConfigureAwait(false);
        ShellResult result = await EndAsync().ConfigureAwait(false);
        _usual = Sends();
        await AfterwardsAsync().ConfigureAwait(false);
        return result.Errors.Count > 0 ? result.Errors[0].ToString() : _usual == 0 ? "the main request is not sent" : null;
    }

    private async Task<Cell> ServedAsync(FaultCase fault)
    {
        await PrepareAsync().ConfigureAwait(false);
        Fault made = fault.Make(Bench.Clock.UtcNow);
        (made.Method, made.Path) = (driven.Method, driven.Path);
        if (made.Kind == FaultKind.Redirect)
            made.Target = places.ElsewhereAddress;
        places.Elsewhere.Requests.Clear();
        Bench.Faults.Add(made);

        ShellResult result = fault.Hangs ? await HungAsync().ConfigureAwait(false) : await EndAsync().ConfigureAwait(false);
        Cell cell = Judge(fault, result, Sends());
        IReadOnlyList<ReceivedRequest> main = Bench.Requests.Find(driven.Method, driven.Path);
        if (made.RetryAfter is { } asked && !driven.OnStorage && main.Count > 1 && main[1].Time < Due(asked, main[0].Time))
            cell.Wrong.Add($"came back at {main[1].Time:O} after {main[0].Time:O}, asked for {asked}");
        // The storage may send elsewhere, and nobody there may see the key.
        if (places.Elsewhere.Requests.All.Any(r => !driven.OnStorage || r.Request.Header("Authorization") is not null))
            cell.Wrong.Add("followed a redirect to another host");
        Bench.Faults.Clear();
        await AfterwardsAsync(fault.Name.StartsWith("429", StringComparison.Ordinal)).ConfigureAwait(false);
        return cell;
    }

    private async Task<Cell> UnservedAsync(FaultCase fault)
    {
        SandboxServer? there = places.Of(fault.Source);
        Bench.MoveTo(there?.Address ?? Places.Nobody());
        int waits = Bench.Clock.Waits.Count;
        int accepted = there?.Connections.Accepted ?? 0;
        ShellResult result = await EndAsync().ConfigureAwait(false);
        Cell cell = Judge(fault, result, there?.Requests.Count ?? 0);

        int repeats = Bench.Clock.Waits.Count - waits;
        int attempts = (there?.Connections.Accepted ?? 0) - accepted;
        // Refused is tried three times more; a certificate does not get better by asking again.
        if (there is null ? repeats < 3 : repeats > 0 || attempts != 1)
            cell.Wrong.Add($"repeated {repeats} times over {attempts} connections");
        return cell;
    }

    private async Task<ShellResult> HungAsync()
    {
        using var silent = new SilentServer(Bench, driven.Method, driven.Path);
        return await EndAsync().ConfigureAwait(false);
    }

    private Cell Judge(FaultCase fault, ShellResult result, int sends)
    {
        ErrorRecord? error = result.Errors.Count == 0 ? null : result.Errors[0];
        string? id = error?.FullyQualifiedErrorId.Split(',')[0];
        var cell = new Cell(driven, fault)
        {
            Error = id?.StartsWith("PostHog.", StringComparison.Ordinal) == true ? id["PostHog.".Length..] : id,
            Category = error?.CategoryInfo.Category,
            Sends = sends,
            Usual = _usual,
        };
        Ending expected = fault.Expect(driven);
        if (cell.Error != expected.Error || cell.Category != expected.Category)
            cell.Wrong.Add($"{cell.Error ?? "no error"} ({cell.Category}), expected {expected.Error ?? "none"} ({expected.Category}); {error}");
        if (!expected.Allows(sends, _usual))
            cell.Wrong.Add($"{sends} sends (usually {_usual}), expected {expected}: {string.Join(" | ", Bench.Requests.All.Take(20))}");
        // Of what must not happen twice the server has seen no second one, except after it said that nothing happened.
        if (HasTwins(Bench.Requests.All.Where(r => r is { Method: "POST", Processed: true })) && driven.Sending == Sending.Once)
            cell.Wrong.Add("carried out more than once");
        if (cell.Error == "FateUnknown" && HasTwins(Bench.Writes()))
            cell.Wrong.Add("a write whose answer was lost was sent again");
        // What was piped in is what the error is about.
        if (error is not null && driven.Script.StartsWith('$')
            && Base(Bench.Shell.Get(driven.Script[1..driven.Script.IndexOf(' ', StringComparison.Ordinal)])) is { } given
            && error.TargetObject?.ToString() != given.ToString())
        {
            cell.Wrong.Add($"the target is '{error.TargetObject}', given was '{given}'");
        }

        foreach (ErrorRecord one in result.Errors)
        {
            if (string.IsNullOrEmpty(one.ErrorDetails?.RecommendedAction))
                cell.Wrong.Add(one.FullyQualifiedErrorId + " recommends nothing");
            if (one.ToString().Length > 2000)
                cell.Wrong.Add($"the message has {one.ToString().Length} characters");
        }

        // What exports and serialises to what is looked at by KeyLeakTests.
        cell.Wrong.AddRange(_scan!.FindInTexts(result));
        return cell;
    }

    private async Task<ShellResult> EndAsync()
    {
        using RunningPipeline pipeline = Bench.Shell.Start(driven.Script);
        Task<ShellResult> run = Task.Factory.StartNew(pipeline.Wait, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (await Task.WhenAny(run, Task.Delay(Patience)).ConfigureAwait(false) != run)
        {
            pipeline.Stop();
            await run.ConfigureAwait(false);
            throw new InvalidOperationException($"{driven} did not end; {Bench.Requests.Count} requests, such as {Bench.Requests.All[^1]}");
        }

        return await run.ConfigureAwait(false);
    }

    private static DateTimeOffset Due(string asked, DateTimeOffset from) =>
        double.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out double seconds)
        ? from.AddSeconds(seconds)
        : DateTimeOffset.Parse(asked, CultureInfo.InvariantCulture);

    private static object? Base(object? given) => given is PSObject wrapped ? wrapped.BaseObject : given;

    // A command of several steps sends several writes, each of them once.
    private static bool HasTwins(IEnumerable<ReceivedRequest> writes) =>
        writes.GroupBy(static r => (r.Method, r.PathAndQuery, r.Body)).Any(static same => same.Count() > 1);

    private int Sends() => Bench.Requests.Find(driven.Method, driven.Path).Count;

    private async Task PrepareAsync()
    {
        if (_prepared)
        {
            Bench.Requests.Clear();
            return;
        }

        Bench.Faults.Clear();
        await Task.Run(() => Bench.Prepare(driven.Before)).ConfigureAwait(false);
        _prepared = true;
    }

    // What was done is in the way of doing it again: time passes, or the world is made anew. A wait that the server
    // asked for is kept by commands to come as well, and is over by then.
    private async Task AfterwardsAsync(bool asked = false)
    {
        bool written = Bench.Writes().Count > 0;
        if (written && driven.Fresh)
        {
            await CloseAsync().ConfigureAwait(false);
            await FreshAsync().ConfigureAwait(false);
        }
        else if (written || asked)
        {
            Bench.Clock.Advance(TimeSpan.FromHours(asked ? 11 : 1));
            _prepared = false;
        }
    }

    private async Task FreshAsync()
    {
        _bench = await Bench.StartAsync().ConfigureAwait(false);
        _scan = new LeakScan(_bench.Shell, Bench.PlantedKey, Bench.PlantedSecret);
        _prepared = false;
    }

    private async Task CloseAsync()
    {
        Bench.Run("Disconnect-PostHog -All").Clean();
        if (!await Bench.Server.Connections.NoneAsync(Patience).ConfigureAwait(false) && _cells.Count > 0)
            _cells[^1].Wrong.Add($"{Bench.Server.Connections.Open} connections are open after Disconnect-PostHog");
        await Bench.DisposeAsync().ConfigureAwait(false);
        _bench = null;
    }
}
