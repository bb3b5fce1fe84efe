using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Alerts;
using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Contracts;
using PostHogPS.Hosting;
using PostHogPS.Reading;

namespace PostHogPS.Completion;

/// <summary>
/// What Tab learnt from the server, kept for a minute per connection. On a miss one live try of 300 ms; when that is too
/// short its answer still lands here, so the next Tab has it.
/// </summary>
internal static class CompletionCache
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LiveTry = TimeSpan.FromSeconds(10);
    private static readonly ConditionalWeakTable<PostHogConnection, ConcurrentDictionary<string, Entry>> Entries = new();

    /// <summary>How long a Tab waits for an answer. Tests on a busy machine give it more.</summary>
    internal static TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMilliseconds(300);

    // A thousand names are more than anybody looks through; a Tab must not use up the minute's requests.
    private const int MostPages = 10;

    /// <summary>A list, as far as its first pages go. One that does not end is as long as what was read of it.</summary>
    internal static IReadOnlyList<T> List<T>(PostHogConnection connection, string key, Func<string?, CallContext, Task<Page<T>>> fetch) =>
        Get<T>(connection, key, async call =>
        {
            var walk = new PageWalk<T>(mostPages: MostPages);
            var items = new List<T>();
            while (walk.GoesOn)
                items.AddRange(walk.Accept(await fetch(walk.Next, call).ConfigureAwait(false)));
            return items;
        });

    internal static IReadOnlyList<T> Get<T>(PostHogConnection connection, string key, Func<CallContext, Task<IReadOnlyList<T>>> fetch)
    {
        ConcurrentDictionary<string, Entry> entries = Entries.GetValue(connection, _ => new(StringComparer.Ordinal));
        Entry entry = entries.AddOrUpdate(key, _ => Start(fetch), (_, old) => old.IsUsable ? old : Start(fetch));
        if (!entry.Work.IsCompleted)
            ((IAsyncResult)entry.Work).AsyncWaitHandle.WaitOne(AnswerTimeout);
        return entry.Work.Status == TaskStatus.RanToCompletion ? ((Task<IReadOnlyList<T>>)entry.Work).GetAwaiter().GetResult() : [];
    }

    private static Entry Start<T>(Func<CallContext, Task<IReadOnlyList<T>>> fetch) => new(Task.Run(async () =>
    {
        using var limit = new CancellationTokenSource(LiveTry);
        return await fetch(new CallContext(limit.Token)).ConfigureAwait(false);
    }));

    private sealed class Entry
    {
        private readonly DateTime _made = DateTime.UtcNow;

        internal Entry(Task work)
        {
            Work = work;
            _ = work.ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        internal Task Work { get; }

        internal bool IsUsable => !Work.IsFaulted && !Work.IsCanceled && DateTime.UtcNow - _made < Fresh;
    }
}

/// <summary>Base of the completers that ask the server: only through a connection that is there already.</summary>
internal abstract class LiveCompleter : Completer
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request) =>
        FindPlace(request) is var (connection, project) ? Suggest(request, connection, project) : [];

    /// <summary>The connection and project that the command would use; null without a connection.</summary>
    private protected static (PostHogConnection Connection, string Project)? FindPlace(CompletionRequest request)
    {
        // The project that a copy goes to is one of the connection that it goes to.
        bool isTarget = request.Parameter.Equals("ToProject", StringComparison.OrdinalIgnoreCase);
        PostHogConnection? connection = ((isTarget ? request.Bound["ToConnection"] : null) ?? request.Bound["Connection"]) switch
        {
            PostHogConnection given => given,
            string name => ConnectionStore.CurrentOrNull?.Find(name),
            _ => Ambient(),
        };
        if (connection is null)
            return null;
        object? bound = request.Bound["ProjectId"] ?? request.Bound["Project"];
        string project = bound is null ? connection.ProjectId : ProjectReference.CreateFrom(bound).Text;
        return (connection, ProjectText.IsValid(project) ? project : connection.ProjectId);
    }

    /// <summary>The exports that the line names so far.</summary>
    private protected static IEnumerable<BatchExport> Typed(CompletionRequest request, IReadOnlyList<BatchExport> exports)
    {
        object? bound = request.Bound["BatchExport"];
        BatchExportReference[] wanted = bound is null ? [] : BatchExportReference.ManyFrom(bound);
        return exports.Where(e => wanted.Any(w => w.Id == e.Id || (w.Name is { } name && NameMatcher.IsMatch(name, e.Name))));
    }

    private protected abstract IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project);

    // Only what a command has made: Tab alone must not send a key anywhere.
    private static PostHogConnection? Ambient() =>
        ConnectionStore.CurrentOrNull is { } store ? (store.IsConnecting ? null : store.Default) ?? store.Implied() : null;

    private protected static IReadOnlyList<BatchExport> Exports(PostHogConnection connection, string project) =>
        CompletionCache.List<BatchExport>(connection, "exports/" + project, (next, call) =>
            connection.Session.BatchExports.ListAsync(project, null, null, next, call));

    private protected static IEnumerable<BatchExportAlert> Alerts(PostHogConnection connection, string project) =>
        CompletionCache.List<BatchExportAlert>(connection, "alerts/" + project, (next, call) => connection.Session.Alerts.ListAsync(project, next, call))
            .Where(AlertFunction.IsAlert);

    private protected static IReadOnlyList<Dashboard> Dashboards(PostHogConnection connection, string project) =>
        CompletionCache.List<Dashboard>(connection, "dashboards/" + project, (next, call) =>
            connection.Session.Dashboards.ListAsync(project, new DashboardQuery(), next, call));
}

/// <summary>Names of batch exports; ids when an id is being typed.</summary>
internal sealed class BatchExportCompleter : LiveCompleter
{
    private static readonly string[] ReadingVerbs = ["Get", "Find", "Watch", "Compare", "Export"];

    // PostHog has a test for these only (docs/server.md#destination-tests).
    private static readonly string[] Testable = ["AwsS3", "S3Compatible", "S3", "BigQuery", "Snowflake", "Databricks", "AzureBlob"];

    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project)
    {
        IReadOnlyList<BatchExport> exports = Exports(connection, project);
        if (request.Command.Equals("Test-PHBatchExportDestination", StringComparison.OrdinalIgnoreCase))
            exports = exports.Where(e => Testable.Contains(e.Destination.Type)).ToList();
        bool idsOnly = request.Parameter.Equals("Id", StringComparison.OrdinalIgnoreCase) && !request.Word.Any(char.IsLetter);
        ILookup<string, BatchExport> byName = exports.ToLookup(e => e.Name, StringComparer.OrdinalIgnoreCase);
        // -Name of Get-PHBatchExport takes no id, and shows all exports with the name.
        if (request.Parameter.Equals("Name", StringComparison.OrdinalIgnoreCase))
            return byName.OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase).Select(g => new CompletionItem(g.Key, Tip(g.First())));
        return exports.OrderBy(e => e.Name, StringComparer.OrdinalIgnoreCase)
            .SelectMany(e => Texts(e, idsOnly, !TakesNamesakes(request.Command) && byName[e.Name].Count() > 1, request.Word))
            .GroupBy(static item => item.Text, StringComparer.Ordinal).Select(static same => same.First());
    }

    // They read every export of a name; a command that acts wants the id.
    private static bool TakesNamesakes(string command) =>
        ReadingVerbs.Any(verb => command.StartsWith(verb + "-", StringComparison.OrdinalIgnoreCase))
        || command.Equals("Test-PHBatchExportHealth", StringComparison.OrdinalIgnoreCase);

    // A command that acts refuses a name that two exports have: there the id is offered, also to a user who has begun the name.
    private static IEnumerable<CompletionItem> Texts(BatchExport e, bool idsOnly, bool ambiguous, string word)
    {
        string tip = Tip(e);
        if (!idsOnly && !ambiguous)
            yield return new CompletionItem(e.Name, tip);
        if (ambiguous && !idsOnly)
            yield return new CompletionItem(e.Id.ToString(), tip, e.Name);
        else if (idsOnly || (word.Length > 0 && e.Id.ToString().StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            yield return new CompletionItem(e.Id.ToString(), tip);
    }

    private static string Tip(BatchExport e) =>
        $"{e.Name}: {e.Model} to {e.Destination.Type}, {e.Interval}, {e.State}, last run {e.LastStatus ?? "none"}, {e.Id}";
}

/// <summary>
/// Ids of the runs PostHog shows with the export typed as -BatchExport: a bare id means nothing without it. Of those only what
/// the command can act on.
/// </summary>
internal sealed class RunIdCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        Typed(request, Exports(connection, project))
            .SelectMany(e => e.LatestRuns.Where(run => IsOfUse(request.Command, run, e.LatestRuns)).Select(r => new CompletionItem(
                r.Id.ToString(),
                string.Format(CultureInfo.CurrentCulture, "{0}: {1}, interval to {2:g}", e.Name, r.Status, r.DataIntervalEnd?.ToLocalTime()))));

    private static bool IsOfUse(string command, BatchExportRun run, IEnumerable<BatchExportRun> all)
    {
        if (command.StartsWith("Stop-", StringComparison.OrdinalIgnoreCase))
            return RunStates.IsActive(run.Status);
        if (!command.Equals("Invoke-PHBatchExportRetry", StringComparison.OrdinalIgnoreCase))
            return true;
        // A retry leaves out what is covered by now.
        return !all.Any(other => (other.State == RunStates.Completed || other.IsOpen)
            && other.DataIntervalStart == run.DataIntervalStart && other.DataIntervalEnd == run.DataIntervalEnd);
    }
}

/// <summary>Ids of projects, with their names.</summary>
internal sealed class ProjectCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        CompletionCache.List<Project>(connection, "projects", (next, call) =>
            connection.Session.Identity.ListProjectsAsync(null, next, call))
            .Select(p => new CompletionItem(ProjectText.FormatId(p.Id), p.Name));
}

/// <summary>Names of projects.</summary>
internal sealed class ProjectNameCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        CompletionCache.List<Project>(connection, "projects", (next, call) =>
            connection.Session.Identity.ListProjectsAsync(null, next, call))
            .Select(p => new CompletionItem(p.Name, $"project {p.Id}"));
}

/// <summary>Names of dashboards; ids for -Id, and where a name means several.</summary>
internal sealed class DashboardCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project)
    {
        IReadOnlyList<Dashboard> all = Dashboards(connection, project);
        bool byId = request.Parameter.Equals("Id", StringComparison.OrdinalIgnoreCase);
        if (request.Parameter.Equals("Name", StringComparison.OrdinalIgnoreCase))
            return all.GroupBy(d => d.Name, StringComparer.OrdinalIgnoreCase).Select(g => ByName(g.First()));
        ILookup<string, Dashboard> byName = all.ToLookup(d => d.Name, StringComparer.OrdinalIgnoreCase);
        return all.Select(d => byId || d.Name.Length == 0 || byName[d.Name].Count() > 1
            ? new CompletionItem(d.Id.ToString(CultureInfo.InvariantCulture), d.Name, byId ? null : d.Name) : ByName(d));
    }

    private static CompletionItem ByName(Dashboard d) => new(d.Name, $"{d.Id}{(d.Pinned ? ", pinned" : "")}");
}

/// <summary>Names of insights; short ids of those without a name of their own.</summary>
internal sealed class InsightCompleter : LiveCompleter
{
    private protected override IEnumerable<CompletionItem> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        CompletionCache.List<Insight>(connection, "insights/" + project,
            (next, call) => connection.Session.Insights.ListAsync(project, new InsightQuery(), next, call))
            .GroupBy(insight => insight.Name.Length > 0 ? insight.Name : insight.ShortId, StringComparer.OrdinalIgnoreCase)
            .Select(group => new CompletionItem(group.Key, $"{group.First().ShortId}, {group.First().QueryKind}"));
}
