using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PostHogPS.Contracts;
using PostHogPS.ExportFiles;
using PostHogPS.Files;
using PostHogPS.Rows;
using PostHogPS.Testing;
using PostHogPS.Text;

namespace PostHogPS.Framework;

/// <summary>
/// Calls through the contracts, each with what came of it in words. Compiled into the net472 program and into the tests, so
/// that both engines can be asked the same and must say the same. A scenario's name is the first part of its path: by that
/// the server knows how to behave.
/// </summary>
internal sealed class Scenarios(IPostHogEngine engine, Uri server)
{
    internal const string Key = "phx_Framework0Key1Of2Tests3";

    internal static readonly Guid Export = new("0199aaaa-0000-7000-8000-000000000001");
    internal static readonly Guid Run = new("0199bbbb-0000-7000-8000-000000000001");

    internal static readonly string[] Names =
    [
        "models", "pages", "unavailable", "throttled", "throttled-date", "lost-delete", "lost-retry", "lost-create", "lost-rest", "reset-retry",
        "cut-retry", "refused", "gzip", "chunked", "redirect", "next-elsewhere", "html", "truncated", "names", "zones", "files", "query", "sandbox",
    ];

    private static readonly string[] Zones =
        ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Auckland", "Etc/UTC",
            "Asia/Tokyo", "No/Where"];

    private static readonly string[] Instants =
        ["2026-01-15T12:00Z", "2026-03-29T00:59Z", "2026-03-29T01:00Z", "2026-07-15T12:00Z", "2026-10-25T00:59Z", "2026-10-25T01:00Z"];

    private readonly List<string> _lines = [];

    internal async Task<IReadOnlyList<string>> RunAsync(string name)
    {
        _lines.Clear();
        var clock = new TestClock();
        using IPostHogSession session = engine.Open(Settings(name, clock));
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(20));
        var call = new CallContext(stop.Token, Heard, debug: true);
        try
        {
            await PlayAsync(name, session, call).ConfigureAwait(false);
            _lines.Add("done");
        }
        catch (PostHogApiException error)
        {
            _lines.Add("error " + error.Kind + " " + error.StatusCode + " " + error.Code);
            if (error.ToString().Contains(Key))
                _lines.Add("THE KEY SHOWS");
        }

        foreach (TimeSpan wait in clock.Waits)
            _lines.Add("waited about " + Math.Round(wait.TotalSeconds * 2, MidpointRounding.AwayFromZero) / 2);
        return _lines;
    }

    private async Task PlayAsync(string name, IPostHogSession session, CallContext call)
    {
        var body = new Dictionary<string, object?> { ["name"] = "x\u00e9" };
        switch (name)
        {
            case "models":
                await ModelsAsync(session, call).ConfigureAwait(false);
                break;
            case "pages":
                string? next = null;
                do
                {
                    Page<BatchExportRun> page = await session.Runs.ListAsync("7", Export, new RunQuery(), next, call).ConfigureAwait(false);
                    _lines.Add(string.Join(" ", page.Items.Select(static r => r.RecordsCompleted)));
                    next = page.Next;
                }
                while (next is not null);
                break;
            case "lost-delete":
                await session.BatchExports.DeleteAsync("7", Export, call).ConfigureAwait(false);
                break;
            case "lost-create":
                await WarmAsync(session, call).ConfigureAwait(false);
                await session.BatchExports.CreateAsync("7", body, call).ConfigureAwait(false);
                break;
            case "lost-rest":
                await WarmAsync(session, call).ConfigureAwait(false);
                await session.Rest.SendAsync("POST", "api/anything/", [], null, call).ConfigureAwait(false);
                break;
            case "lost-retry" or "reset-retry" or "cut-retry" or "refused":
                await WarmAsync(session, call).ConfigureAwait(false);
                _lines.Add(await session.Runs.RetryAsync("7", Export, Run, call).ConfigureAwait(false));
                break;
            case "names":
                _lines.Add(Dump.Of(await session.BatchExports.CreateAsync("7", body, call).ConfigureAwait(false)));
                break;
            case "zones":
                foreach (string zone in Zones)
                    _lines.Add(zone + " " + Offsets(engine.FindTimezone(zone)));
                break;
            case "query":
                var rows = new QueryRows(await session.Queries.RunAsync("7", new QueryRequest { Query = "select 1" }, call).ConfigureAwait(false));
                _lines.Add(string.Join(" ", rows.Names));
                _lines.AddRange(rows.Rows.Select(static row => Dump.Of(row)));
                break;
            case "files":
                Files((IJsonFileReader)engine);
                break;
            default:
                Page<BatchExport> list = await session.BatchExports.ListAsync(name == "sandbox" ? "@current" : "7", null, null, null, call)
                    .ConfigureAwait(false);
                foreach (BatchExport export in list.Items)
                    _lines.Add(export.Name + " " + export.Interval);
                if (list.Next is { } more)
                    await session.BatchExports.ListAsync("7", null, null, more, call).ConfigureAwait(false);
                break;
        }
    }

    // Leaves a connection that is kept alive, for the next call to find dead.
    // What is written into a repository has the same bytes, whichever shell writes it.
    private void Files(IJsonFileReader reader)
    {
        const string text = "{ // one\n \"\u00e9\ud83d\ude80\": [1.50, 1e3, -0, 12345678901234567890, null, true], /* two */ \"b\": {\"x\": \"\\u202e\\n\"},}";
        FileValue read = reader.Read(Encoding.UTF8.GetBytes(text));
        _lines.Add(Convert.ToBase64String(FileText.Encode(read)));
        _lines.Add(Convert.ToBase64String(FileText.Encode(FileValue.CreateFrom(read.ToPlain()))));
        _lines.Add(Convert.ToBase64String(ExportFormat.Format.EncodeSchema()));
        foreach (string name in new[] { "events [prod]", "Gr\u00f6\u00dfe", "e\u0301", "con", "\ud800x", "\u6570\u636e \ud83d\ude80" })
            _lines.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(FileNames.CreateFrom(name, "export"))));
        foreach (string wrong in new[] { "", "{\"a\": 1 \"b\"}", "{\n\"a\": 1,\n\"a\": 2}", "[1", "{\"a\": \"\\ud800\"}" })
        {
            try
            {
                reader.Read(Encoding.UTF8.GetBytes(wrong));
                _lines.Add("read");
            }
            catch (FileSyntaxException problem)
            {
                _lines.Add(problem.Line + ":" + problem.Column);
            }
        }
    }

    private static Task<Page<BatchExport>> WarmAsync(IPostHogSession session, CallContext call) => session.BatchExports.ListAsync("7", null, null, null, call);

    private async Task ModelsAsync(IPostHogSession session, CallContext call)
    {
        Add(await session.BatchExports.ListAsync("7", null, null, null, call).ConfigureAwait(false));
        Add(await session.Runs.ListAsync("7", Export, new RunQuery(), null, call).ConfigureAwait(false));
        Add(await session.Backfills.ListAsync("7", Export, null, call).ConfigureAwait(false));
        Add(await session.Dashboards.ListAsync("7", new DashboardQuery(), null, call).ConfigureAwait(false));
        Add(await session.Identity.ListProjectsAsync(null, null, call).ConfigureAwait(false));
        Add(await session.Identity.ListOrganizationsAsync(null, call).ConfigureAwait(false));
        Add(await session.Integrations.ListAsync("7", null, call).ConfigureAwait(false));
        Add(await session.FileDownloads.ListAsync("7", null, call).ConfigureAwait(false));
        Add(await session.Logs.FetchAsync("7", Export, new LogQuery(), 10, call).ConfigureAwait(false));
        _lines.Add(Dump.Of(await session.BatchExports.GetAsync("7", Export, call).ConfigureAwait(false)));
        _lines.Add(Dump.Of(await session.Identity.GetCurrentUserAsync(call).ConfigureAwait(false)));
        _lines.Add(Dump.Of(await session.DashboardSharing.GetAsync("7", 3, call).ConfigureAwait(false)));
        _lines.Add(Dump.Of((await session.Rest.SendAsync("GET", "api/anything/", [], null, call).ConfigureAwait(false)).Value));
    }

    private void Add<T>(Page<T> page)
    {
        foreach (T item in page.Items)
            _lines.Add(Dump.Of(item));
    }

    // How long a call took is the machine's; the words of a lost connection are the runtime's.
    private void Heard(EngineMessage message)
    {
        if (message.Text.Contains(Key))
            _lines.Add("THE KEY SHOWS");
    }

    private static string Offsets(TimeZoneInfo? zone) => zone is null
        ? "unknown"
        : string.Join(" ", Instants.Select(at => zone.GetUtcOffset(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)).ToString()));

    private ConnectionSettings Settings(string name, TestClock clock)
    {
        SecureString key = new NetworkCredential("", Key).SecurePassword;
        return new ConnectionSettings
        {
            HostUri = new Uri(server, name + "/"),
            ApiKey = key,
            Clock = clock,
            RouteFamily = RouteFamily.Projects,
            UserAgent = "PostHogPS/0.0 (tests)",
            Sandbox = name == "sandbox" ? new SandboxSettings() : null,
        };
    }
}
