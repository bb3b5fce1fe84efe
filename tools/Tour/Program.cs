using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.PowerShell;
using PostHogPS.Tour;

Request request;
try
{
    request = Request.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(Request.Usage);
    return 2;
}

if (request.Kind == RequestKind.Help)
{
    Console.WriteLine(Request.Usage);
    return 0;
}

// PowerShell's console host asks its makers for updates and sends them usage data unless told not to.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
Environment.SetEnvironmentVariable("POWERSHELL_UPDATECHECK", "Off");
// It also writes colours into files and pipes.
if (Console.IsOutputRedirected)
    Environment.SetEnvironmentVariable("NO_COLOR", "1");

// The package of the console host comes without PSReadLine; the restored pwsh has it.
string readLine = Path.Combine(Recorded("PwshFolder"), OperatingSystem.IsWindows() ? "win" : "unix", "Modules", "PSReadLine", "PSReadLine.psd1");
string[] shell = request.Arguments(
    AppContext.BaseDirectory,
    Path.Combine(Recorded("StagePath"), "PostHogPS.psd1"),
    Console.IsInputRedirected || Console.IsOutputRedirected || !File.Exists(readLine) ? null : readLine);
return UnmanagedPSEntry.Start(shell, shell.Length);

static string Recorded(string key) => typeof(Request).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
