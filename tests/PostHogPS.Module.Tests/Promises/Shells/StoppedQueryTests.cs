using System;
using System.IO;
using System.Linq;
using PostHogPS.Sandbox.Options;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Promises.Shells;

/// <summary>
/// A shell that ends at Ctrl+C takes with it what is still to be sent. So every command with a query at work has cancelled it
/// before the prompt is back, and waits no longer than two seconds for that.
/// </summary>
public sealed class StoppedQueryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Commands =>
    [
        "Invoke-PHQuery 'select 1 as one' -Refresh Async",
        "Compare-PHBatchExportRow",
        "Compare-PHBatchExportRow a",
        "Test-PHBatchExportHealth -Rows",
        "Test-PHBatchExportHealth a -Rows -After -1d",
        "Export-PHBatchExportReport $out -Rows",
    ];

    public void Dispose() => _folder.Dispose();

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Commands))]
    public void The_prompt_comes_back_when_the_query_is_cancelled(string command)
    {
        using Scene scene = Open();
        // The two seconds that the command waits do not pass.
        _ = scene.Clock.Hold();

        scene.StopAt(command, "POST", "/query/", 1);

        Assert.Contains(scene.Writes, IsCancelling);
    }

    [Trait("Speed", "Slow")]
    [Theory]
    [MemberData(nameof(Commands))]
    public void A_server_that_does_not_answer_holds_the_prompt_for_two_seconds(string command)
    {
        using Scene scene = Open();
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Hang, Method = "DELETE", Path = "*/query/*", Times = 0 });
        int before = scene.Clock.Waits.Count;

        scene.StopAt(command, "POST", "/query/", 1);

        Assert.Equal([TimeSpan.FromSeconds(2)], scene.Clock.Waits.Skip(before));
        Assert.False(File.Exists(_folder["report.html"]));
    }

    private static bool IsCancelling(ReceivedRequest request) =>
        request.Method == "DELETE" && request.PathAndQuery.Contains("/query/", StringComparison.Ordinal);

    private Scene Open()
    {
        Scene scene = Scene.Of(Scene.Noon, options => options.QueryTime = TimeSpan.FromHours(1), new SandboxExport { Name = "a" });
        scene.Shell.Set("out", _folder["report.html"]);
        return scene;
    }
}
