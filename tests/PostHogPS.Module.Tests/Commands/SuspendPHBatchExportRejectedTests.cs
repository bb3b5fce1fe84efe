using System;
using System.IO;
using PostHogPS.Sandbox.Options;
using PostHogPS.Testing.Faults;
using Xunit;

namespace PostHogPS.Module.Tests.Commands;

/// <summary>A pause that did not come about is not the window's to end.</summary>
[Trait("Speed", "Slow")]
public sealed class SuspendPHBatchExportRejectedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Somebody_elses_pause_after_a_refused_one_stays()
    {
        using Scene scene = Scene.Of(new SandboxExport { Name = "events" });
        string file = _folder["window.json"];
        scene.Shell.Set("file", file);
        scene.Server.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 403, Method = "POST", Path = "*/pause/*", Times = 1 });
        Assert.Single(scene.Run("Suspend-PHBatchExport events -StatePath $file").Errors);
        Assert.DoesNotContain("events", File.ReadAllText(file), StringComparison.Ordinal);

        scene.NewShell().Run("Suspend-PHBatchExport events").Clean();
        scene.Run("Resume-PHBatchExport -StatePath $file").Clean();

        Assert.Equal(true, scene.Run("(Get-PHBatchExport events).Paused").Single.BaseObject);
    }
}
