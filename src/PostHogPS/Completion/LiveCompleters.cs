using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Binding;
using PostHogPS.Connections;
using PostHogPS.Contracts;

namespace PostHogPS.Completion;

/// <summary>
/// What Tab learnt from the server, kept for a minute per connection. On a miss one live try of 300 ms; when that is too
/// short its answer still lands here, so the next Tab has it.
/// </summary>
internal static class CompletionCache
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LiveTry = TimeSpan.FromSeconds(10);
    private static readonly ConditionalWeakTable<PostHogConnection, ConcurrentDictionary<string, Entry>> Entries = new();

    internal static IReadOnlyList<T> Get<T>(PostHogConnection connection, string key, Func<CallContext, Task<IReadOnlyList<T>>> fetch)
    {
        ConcurrentDictionary<string, Entry> entries = Entries.GetValue(connection, _ => new(StringComparer.Ordinal));
        Entry entry = entries.AddOrUpdate(key, _ => Start(fetch), (_, old) => old.IsUsable ? old : Start(fetch));
        if (!entry.Work.IsCompleted)
            ((IAsyncResult)entry.Work).AsyncWaitHandle.WaitOne(Patience);
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
public abstract class LiveCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionRequest request)
    {
        PostHogConnection? connection = request.Bound["Connection"] switch
        {
            PostHogConnection given => given,
            string name => ConnectionStore.CurrentOrNull?.Find(name),
            _ => Ambient(),
        };
        if (connection is null)
            return [];
        object? bound = request.Bound["ProjectId"] ?? request.Bound["Project"];
        string project = bound is null ? connection.ProjectId : ProjectReference.From(bound).Text;
        return Suggest(request, connection, ProjectText.IsValid(project) ? project : connection.ProjectId);
    }

    private protected abstract IEnumerable<Suggestion> Suggest(CompletionRequest request, PostHogConnection connection, string project);

    // Only what a command has made: Tab alone must not send a key anywhere.
    private static PostHogConnection? Ambient() => ConnectionStore.CurrentOrNull is { } store ? (store.IsConnecting ? null : store.Default) ?? store.Implied() : null;

    private protected static IReadOnlyList<BatchExport> Exports(PostHogConnection connection, string project) =>
        CompletionCache.Get<BatchExport>(connection, "exports/" + project, async call =>
            (await connection.Session.BatchExports.ListAsync(project, null, null, null, call).ConfigureAwait(false)).Items);

    private protected static IReadOnlyList<Dashboard> Dashboards(PostHogConnection connection, string project) =>
        CompletionCache.Get<Dashboard>(connection, "dashboards/" + project, async call =>
            (await connection.Session.Dashboards.ListAsync(project, new DashboardQuery(), null, call).ConfigureAwait(false)).Items);
}

/// <summary>Names of batch exports; ids when an id is being typed.</summary>
public sealed class BatchExportCompleter : LiveCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionRequest request, PostHogConnection connection, string project)
    {
        IReadOnlyList<BatchExport> exports = Exports(connection, project);
        bool idsOnly = request.Parameter.Equals("Id", StringComparison.OrdinalIgnoreCase) && !request.Word.Any(char.IsLetter);
        ILookup<string, BatchExport> byName = exports.ToLookup(e => e.Name, StringComparer.OrdinalIgnoreCase);
        // -Name of Get-PHBatchExport takes no id, and shows all that bear the name.
        if (request.Parameter.Equals("Name", StringComparison.OrdinalIgnoreCase))
            return byName.OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase).Select(g => new Suggestion(g.Key, Tip(g.First())));
        return exports.OrderBy(e => e.Name, StringComparer.OrdinalIgnoreCase)
            .SelectMany(e => Texts(e, idsOnly, byName[e.Name].Count() > 1, request.Word));
    }

    // A name that two exports bear helps nobody: there the id is offered.
    private static IEnumerable<Suggestion> Texts(BatchExport e, bool idsOnly, bool ambiguous, string word)
    {
        string tip = Tip(e);
        if (!idsOnly && !ambiguous)
            yield return new Suggestion(e.Name, tip);
        if (idsOnly || ambiguous || (word.Length > 0 && e.Id.ToString().StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            yield return new Suggestion(e.Id.ToString(), tip);
    }

    private static string Tip(BatchExport e) =>
        $"{e.Name}: {e.Model} to {e.Destination.Type}, {e.Interval}, {e.State}, last run {e.LastStatus ?? "none"}, {e.Id}";
}

/// <summary>Ids of the runs PostHog shows with an export: of the one typed as -BatchExport, or of all.</summary>
public sealed class RunIdCompleter : LiveCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionRequest request, PostHogConnection connection, string project)
    {
        object? bound = request.Bound["BatchExport"];
        BatchExportReference[] wanted = bound is null ? [] : BatchExportReference.ManyFrom(bound);
        return Exports(connection, project)
            .Where(e => wanted.Length == 0 || wanted.Any(w => w.Id == e.Id || (w.Name is { } name && NameMatcher.IsMatch(name, e.Name))))
            .SelectMany(e => e.LatestRuns.Select(r => new Suggestion(
                r.Id.ToString(),
                string.Format(CultureInfo.CurrentCulture, "{0}: {1}, interval to {2:g}", e.Name, r.Status, r.DataIntervalEnd?.ToLocalTime()))));
    }
}

/// <summary>Ids of projects, with their names.</summary>
public sealed class ProjectCompleter : LiveCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        CompletionCache.Get<Project>(connection, "projects", async call =>
                (await connection.Session.Identity.ListProjectsAsync(null, null, call).ConfigureAwait(false)).Items)
            .Select(p => new Suggestion(ProjectText.Of(p.Id), p.Name));
}

/// <summary>Names of projects.</summary>
public sealed class ProjectNameCompleter : LiveCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        CompletionCache.Get<Project>(connection, "projects", async call =>
                (await connection.Session.Identity.ListProjectsAsync(null, null, call).ConfigureAwait(false)).Items)
            .Select(p => new Suggestion(p.Name, $"project {p.Id}"));
}

/// <summary>Names of dashboards; ids for -Id.</summary>
public sealed class DashboardCompleter : LiveCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        Dashboards(connection, project)
            .Select(d => request.Parameter.Equals("Id", StringComparison.OrdinalIgnoreCase)
                ? new Suggestion(d.Id.ToString(CultureInfo.InvariantCulture), d.Name)
                : new Suggestion(d.Name, $"{d.Id}{(d.Pinned ? ", pinned" : "")}"));
}

/// <summary>Ids of integrations, with their kinds.</summary>
public sealed class IntegrationCompleter : LiveCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionRequest request, PostHogConnection connection, string project) =>
        CompletionCache.Get<Integration>(connection, "integrations/" + project, async call =>
                (await connection.Session.Integrations.ListAsync(project, null, call).ConfigureAwait(false)).Items)
            .Select(i => new Suggestion(i.Id.ToString(CultureInfo.InvariantCulture), $"{i.Kind}: {i.DisplayName}"));
}
