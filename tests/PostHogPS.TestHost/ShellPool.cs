using System.Collections.Concurrent;
using System.Collections.Generic;

namespace PostHogPS.TestHost;

/// <summary>
/// Sessions that earlier tests have given back: to open one, import included, takes ten times as long as to make one as good
/// as new. One that cannot be made so (a function was defined, a type extended, a module imported) is thrown away.
/// </summary>
public sealed class ShellPool
{
    private readonly ConcurrentBag<Session> _idle = [];

    /// <summary>The one behind <see cref="Shell.Open"/>.</summary>
    public static ShellPool Shared { get; } = new();

    public Shell Open(ShellOptions? options = null)
    {
        options ??= new ShellOptions();
        Shell shell = options.IsOrdinary ? Take(options) : new Shell(new Session(options), null);
        foreach (KeyValuePair<string, object?> variable in options.Variables)
            shell.Set(variable.Key, variable.Value);
        return shell;
    }

    /// <summary>Ends every session of this process, pooled or not: after the last test.</summary>
    public static void EndAll() => Session.EndAll();

    internal void TakeBack(Session session)
    {
        if (session.Renew())
            _idle.Add(session);
        else
            session.Dispose();
    }

    private Shell Take(ShellOptions options)
    {
        if (!_idle.TryTake(out Session? session))
            session = new Session(options);
        session.Recorder!.Resize(options.Width);
        return new Shell(session, this);
    }
}
