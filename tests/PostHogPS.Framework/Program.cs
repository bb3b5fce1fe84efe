using System;
using System.IO;
using System.Reflection;
using System.Text;
using System.Threading.Tasks;

namespace PostHogPS.Framework;

/// <summary>
/// Arguments: the staged module's folder and the address of a server that knows the scenarios. Prints one line for each
/// fact, <c>scenario TAB text</c>.
/// </summary>
internal static class Program
{
    private static string _module = "";

    private static async Task<int> Main(string[] arguments)
    {
        // Not the machine's: without a locale that would be ASCII.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        _module = Path.Combine(arguments[0], "bin", "PostHogPS.dll");
        AppDomain.CurrentDomain.AssemblyResolve += ImportedModule;
        await RunAsync(new Uri(arguments[1])).ConfigureAwait(false);
        return 0;
    }

    // PowerShell has imported the module before anything of it is asked for. Only this program's own question is
    // answered here: the engine's is the module's resolve handler to answer.
    private static Assembly? ImportedModule(object sender, ResolveEventArgs request) =>
        request.RequestingAssembly == typeof(Program).Assembly && (new AssemblyName(request.Name).Name is "PostHogPS" or "PostHogPS.Domain")
            ? Assembly.LoadFrom(Path.Combine(Path.GetDirectoryName(_module)!, new AssemblyName(request.Name).Name + ".dll"))
            : null;

    private static async Task RunAsync(Uri server)
    {
        Loading.Watch();
        Scenarios scenarios = new(Hosting.EngineHost.Engine, server);
        foreach (string name in Scenarios.Names)
        {
            foreach (string line in await scenarios.RunAsync(name).ConfigureAwait(false))
                Print(name, line);
        }

        foreach (string line in await PlainStack.MeasureAsync(server).ConfigureAwait(false))
            Print("stack", line);
        foreach (string line in Loading.Report())
            Print("loading", line);
    }

    private static void Print(string name, string line) =>
        Console.WriteLine(name + "\t" + line.Replace("\r", "\\r").Replace("\n", "\\n"));
}
