using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using PostHogPS.TestHost;

namespace PostHogPS.Benchmarks;

/// <summary>One row: what was measured, what it should be, what came out.</summary>
internal sealed record Row(string What, string Target, string Measured, bool IsMet);

/// <summary>The promises about speed and size.</summary>
internal sealed class Benchmarks(CannedServer server, int samples)
{
    private const string Clock = "$s = [Diagnostics.Stopwatch]::StartNew(); ";
    private const string Stop = "; $s.Elapsed.TotalMilliseconds.ToString([Globalization.CultureInfo]::InvariantCulture)";

    private readonly Child _child = new(server.Address);
    private readonly string _import = "Import-Module '" + Path.GetFullPath(StagedModule.Manifest) + "'; ";

    private static string Shell => Child.HasPwsh ? "Invoke-RestMethod" : "HttpClient with JsonDocument";

    internal Row Import()
    {
        string empty = EmptyModule();
        Ratio ratio = Ratio.Of(
            samples,
            () => _child.Script(Clock + _import.TrimEnd(' ', ';') + Stop),
            () => _child.Script(Clock + "Import-Module '" + empty + "'" + Stop));
        return new Row("Import, to an empty binary module with as many cmdlets and the same format file", "at most 1.2", ratio.ToString(), ratio.Value <= 1.2);
    }

    internal Row FirstObject()
    {
        string url = server.Address + "/api/projects/101/batch_exports/";
        Ratio ratio = Ratio.Of(
            samples,
            () => _child.Script(Clock + _import + "$null = Get-PHBatchExport | Select-Object -First 1" + Stop),
            () => _child.Script(Clock + Plain(url) + "$null = @(Read-Page '" + url + "')[0]" + Stop));
        return new Row("First object of a list in a fresh process, import included, to " + Shell, "at most 1.0", ratio.ToString(), ratio.Value <= 1.0);
    }

    internal Row PageToShell()
    {
        (Func<double> ours, string url) = Pages();
        string loop = Plain(url) + "function Read-All { $n = '" + url + "'; while ($n) { Read-Page $n; $n = $script:next } }; $null = Read-All; ";
        Ratio ratio = Ratio.Of(Math.Max(3, samples / 3), () => _child.Script(loop + Clock + "$null = Read-All; $s.Stop()" + PerPage), ours);
        return new Row("A page of 1000 objects: " + Shell + ", to ours", "at least 6", ratio.ToString(), ratio.Value >= 6);
    }

    internal Row PageToRaw()
    {
        (Func<double> ours, string url) = Pages();
        Ratio ratio = Ratio.Of(Math.Max(3, samples / 3), ours, () => _child.Raw("--raw-pages", url));
        return new Row("A page of 1000 objects, to a pooled client with source-generated JSON", "at most 1.3", ratio.ToString(), ratio.Value <= 1.3);
    }

    internal Row Memory()
    {
        double Peak(int runs) => _child.Script(
            _import + "Get-PHBatchExportRun -BatchExport " + CannedServer.ExportWith(runs) + " -After 2020-01-01 | ForEach-Object { $n++ }; if ($n -ne " + runs.ToString(CultureInfo.InvariantCulture)
            + ") { throw $n }; ([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB).ToString([Globalization.CultureInfo]::InvariantCulture)");
        double small = Ratio.Median(Enumerable.Range(0, 3).Select(_ => Peak(1000)));
        double large = Ratio.Median(Enumerable.Range(0, 3).Select(_ => Peak(100_000)));
        return new Row(
            "100,000 runs through the pipeline, peak memory over the same with 1,000", "within 20 MB",
            string.Format(CultureInfo.InvariantCulture, "{0:0} MB ({1:0} to {2:0})", large - small, small, large), large - small <= 20);
    }

    internal Row Requests()
    {
        server.Reset();
        _child.Script(_import + "$null = Get-PHBatchExportRun -BatchExport " + CannedServer.ExportWith(100_000) + " -After 2020-01-01 | Select-Object -First 1; 0");
        int requests = server.Requests;
        return new Row("Requests of 'Get-PHBatchExportRun | Select-Object -First 1' over 100,000 runs", "1", requests.ToString(CultureInfo.InvariantCulture), requests == 1);
    }

    internal Row Connections()
    {
        server.Reset();
        _child.Script(_import + "foreach ($i in 1..100) { $null = Get-PHBatchExport }; 0");
        int connections = server.Connections;
        return new Row(
            "TCP connections of a job of 100 calls", "1",
            string.Format(CultureInfo.InvariantCulture, "{0} ({1} requests)", connections, server.Requests), connections == 1);
    }

    // Fifty pages, after fifty that warm up: the shell's process starts with unoptimised code.
    private const int PageCount = 50;

    private static string PerPage => "; ($s.Elapsed.TotalMilliseconds / " + PageCount.ToString(CultureInfo.InvariantCulture) + ").ToString([Globalization.CultureInfo]::InvariantCulture)";

    private (Func<double> Ours, string Url) Pages()
    {
        Guid export = CannedServer.ExportWith(PageCount * CannedServer.PageSize);
        string all = "$null = Get-PHBatchExportRun -BatchExport " + export + " -After 2020-01-01; ";
        return (
            () => _child.Script(_import + all + Clock + all + "$s.Stop()" + PerPage),
            server.Address + "/api/projects/101/batch_exports/" + export + "/runs/");
    }

    /// <summary>What people write without a module.</summary>
    private static string Plain(string url) => Child.HasPwsh
        ? "function Read-Page($u) { $r = Invoke-RestMethod $u -Headers @{ Authorization = 'Bearer phx_benchmark' }; $script:next = $r.next; $r.results }; "
        : "$c = [Net.Http.HttpClient]::new(); function Read-Page($u) { $d = [Text.Json.JsonDocument]::Parse($c.GetStringAsync($u).GetAwaiter().GetResult()).RootElement; "
          + "$e = $d.GetProperty('next'); $script:next = if ($e.ValueKind -eq 'String') { $e.GetString() }; foreach ($r in $d.GetProperty('results').EnumerateArray()) { $r } }; ";

    private static string EmptyModule()
    {
        string built = typeof(Benchmarks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "EmptyModule").Value!;
        string folder = Path.Combine(AppContext.BaseDirectory, "EmptyModule");
        Directory.CreateDirectory(folder);
        File.Copy(built, Path.Combine(folder, "EmptyModule.dll"), overwrite: true);
        foreach (string name in new[] { "PostHogPS.Format.ps1xml", "PostHogPS.Types.ps1xml" })
            File.Copy(Path.Combine(StagedModule.Directory, "bin", name), Path.Combine(folder, name), overwrite: true);

        string manifest = Path.Combine(folder, "EmptyModule.psd1");
        File.WriteAllText(manifest, """
            @{
                RootModule = 'EmptyModule.dll'; ModuleVersion = '1.0.0'; GUID = 'b7a5a1f0-3f0e-4a52-9d2e-8b4d7c0c1e11'
                FormatsToProcess = @('PostHogPS.Format.ps1xml'); TypesToProcess = @('PostHogPS.Types.ps1xml')
                FunctionsToExport = @(); VariablesToExport = @(); AliasesToExport = @(); CmdletsToExport = @('*')
            }
            """);
        return manifest;
    }
}
