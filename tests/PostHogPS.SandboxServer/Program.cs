using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using PostHogPS.Sandbox.Options;
using PostHogPS.Testing.Faults;

namespace PostHogPS.Testing;

/// <summary>The sandbox as a process of its own: <c>--help</c> says what it takes.</summary>
internal static class Program
{
    private const string Usage = """
        A PostHog in memory behind a socket of this machine. The first line of output is its address; Ctrl+C ends it.

        dotnet run --project tests/PostHogPS.SandboxServer -- [switches]

          --port <number>             where to listen; 0 (default) takes a free port
          --generation Legacy|A|C     the server to be: without lists of backfills, of early 2026, or the newest (default)
          --seed <number>             another world
          --speed <factor>            how much faster than real time its clock runs
          --per-request <seconds>     how far each request moves its clock besides
          --throttle off|<m>/<h>      requests a minute and an hour; default 480/4800
          --backfill-limit <number>   backfills that may run at once
          --extra-exports <number>    exports more than the world has by itself
          --tls selfsigned|expired|wronghost
                                      https with such a certificate
          --fault "<key>=<value>;..." a failure, for example kind=Html;path=*/runs/*;nth=2 (may be given again)
          --help                      this text
        """;

    private static async Task<int> Main(string[] args)
    {
        if (args is ["--help" or "-h" or "-?"])
        {
            Console.WriteLine(Usage);
            return 0;
        }

        var options = new SandboxServerOptions();
        var faults = new List<Fault>();
        try
        {
            Read(args, options, faults);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            await Console.Error.WriteLineAsync(e.Message + " (--help shows the switches)");
            return 2;
        }

        await using SandboxServer server = await SandboxServer.StartAsync(options);
        foreach (Fault fault in faults)
            server.Faults.Add(fault);
        Console.WriteLine("Listening on " + server.Address);
        await WaitForSignalAsync();
        return 0;
    }

    private static async Task WaitForSignalAsync()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await asked.Task;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            asked.TrySetResult();
        }
    }

    private static void Read(string[] args, SandboxServerOptions options, List<Fault> faults)
    {
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : throw new FormatException(args[i] + " needs a value.");
            SandboxOptions sandbox = options.Sandbox;
            switch (args[i])
            {
                case "--port":
                    options.Port = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "--generation":
                    sandbox.Generation = value;
                    break;
                case "--seed":
                    sandbox.Seed = int.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                    break;
                case "--speed":
                    sandbox.Speed = double.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "--per-request":
                    options.PerRequest = TimeSpan.FromSeconds(int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture));
                    break;
                case "--throttle":
                    string[] limits = value == "off" ? ["0", "0"] : value.Split('/');
                    sandbox.BurstLimit = int.Parse(limits[0], NumberStyles.None, CultureInfo.InvariantCulture);
                    sandbox.SustainedLimit = int.Parse(limits[^1], NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "--extra-exports":
                    sandbox.ExtraExports = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "--backfill-limit":
                    sandbox.BackfillLimit = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "--tls":
                    options.Tls = Enum.Parse<TlsMode>(value, ignoreCase: true);
                    break;
                case "--fault":
                    faults.Add(FaultText.FromSwitch(value));
                    break;
                default:
                    throw new FormatException("Unknown switch: " + args[i]);
            }
        }
    }
}
