using System;
using System.Linq;
using System.Text.Json;
using PostHogPS.Framework;
using Xunit;

namespace PostHogPS.Engine.Tests.Fuzz;

/// <summary>Bodies of every kind: read or refused as JSON, never anything else; and both ways of reading agree.</summary>
[Trait("Speed", "Slow")]
public sealed class JsonFuzz
{
    private const int Modest = 2500;

    [Fact]
    public void Exports() => Both<PageBody<BatchExport>>("export-pages", HostileJson.Page(typeof(BatchExport)));

    [Fact]
    public void One_export() => Both<BatchExport>("export", FullJson.Of(typeof(BatchExport)));

    [Fact]
    public void Runs() => Both<PageBody<BatchExportRun>>("run-pages", HostileJson.Page(typeof(BatchExportRun)));

    [Fact]
    public void One_run() => Both<BatchExportRun>("run", FullJson.Of(typeof(BatchExportRun)));

    [Fact]
    public void Backfills() => Both<PageBody<BatchExportBackfill>>("backfill-pages", HostileJson.Page(typeof(BatchExportBackfill)));

    [Fact]
    public void One_backfill() => Both<BatchExportBackfill>("backfill", FullJson.Of(typeof(BatchExportBackfill)));

    [Fact]
    public void Logs() => One<PageBody<BatchExportLogEntry>>("log-pages", HostileJson.Page(typeof(BatchExportLogEntry)));

    [Fact]
    public void Dashboards() => One<PageBody<Dashboard>>("dashboard-pages", HostileJson.Page(typeof(Dashboard)));

    [Fact]
    public void Projects() => One<PageBody<Project>>("project-pages", HostileJson.Page(typeof(Project)));

    [Fact]
    public void Organizations() => One<PageBody<Organization>>("organization-pages", HostileJson.Page(typeof(Organization)));

    [Fact]
    public void Integrations() => One<PageBody<Integration>>("integration-pages", HostileJson.Page(typeof(Integration)));

    [Fact]
    public void Downloads() => One<PageBody<FileDownload>>("download-pages", HostileJson.Page(typeof(FileDownload)));

    [Fact]
    public void Users() => One<PostHogUser>("user", FullJson.Of(typeof(PostHogUser)));

    [Fact]
    public void Sharing() => One<DashboardSharing>("sharing", FullJson.Of(typeof(DashboardSharing)));

    [Fact]
    public void Test_steps() => One<TestStepsBody>("test-steps",
        """{"steps":[{"name":"a","description":"b","result":{"status":"Passed","message":"c"}},{"name":"d","result":null},null]}""");

    [Fact]
    public void Started_backfills() => Both<BackfillStarted>("started", """{"backfill_id":"0199aaaa-0000-7000-8000-000000000001"}""");

    /// <summary>An error may say anything: it is read without any exception.</summary>
    [Fact]
    public void Errors() => Fuzzing.Bytes(
        "errors", HostileJson.Of("""{"type":"validation_error","code":"invalid_input","detail":"No.","attr":"destination__type","error_event_id":"x"}""",
            """{"error":"No."}""", "<html><body>502 Bad Gateway</body></html>"), 4 * Modest,
        static body =>
        {
            Assert.NotNull(ErrorBodyReader.Read(body));
            string excerpt = ErrorBodyReader.Excerpt(System.Text.Encoding.UTF8.GetString(body));
            Assert.True(excerpt.Length <= 210 && !excerpt.Any(char.IsControl), excerpt);
        });

    /// <summary>Nobody's JSON: Invoke-PHRestMethod hands on what it is, or says that it is none.</summary>
    [Fact]
    public void Plain_values(
        ) => Fuzzing.Bytes("plain", HostileJson.Of(FullJson.Of(typeof(BatchExport)), "[1,2.5,{\"a\":null}]", "\"x\""), Modest, static body =>
    {
        try
        {
            Assert.NotNull(Dump.Of(PlainValue.Read(body)));
        }
        catch (JsonException)
        {
            return;
        }
    });

    private static void One<T>(string name, params string[] bodies)
        where T : class =>
        Fuzzing.Bytes(name, HostileJson.Of(bodies), Modest, static body => _ = Read<T>(body, ModelReader.Read<T>));

    private static void Both<T>(string name, params string[] bodies)
        where T : class =>
        Fuzzing.Bytes(name, HostileJson.Of(bodies), 2 * Modest, static body =>
        {
            T? direct = DirectReader.TryRead<T>(JsonText.SkipMark(body));
            string lenient = Read<T>(body, ModelReader.ReadLeniently<T>);
            if (direct is not null)
                Assert.Equal(lenient, Dump.Of(direct));
            Assert.Equal(lenient, Read<T>(body, ModelReader.Read<T>));
        });

    private static string Read<T>(byte[] body, Func<ReadOnlyMemory<byte>, T?> read)
        where T : class
    {
        try
        {
            return Dump.Of(read(body));
        }
        catch (JsonException)
        {
            return "no JSON";
        }
    }
}
