using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using PostHogPS.Contracts;
using PostHogPS.Testing;
using Xunit;

namespace PostHogPS.Engine.Tests;

/// <summary>A server, a session on it, and everything the session said.</summary>
internal sealed class Bench : IDisposable
{
    internal const string Key = "phx_Planted0Key1For2Tests3";

    private readonly ConcurrentQueue<EngineMessage> _messages = new();

    internal Bench(Func<Seen, Reply> script, Action<ConnectionSettings>? change = null, TestClock? clock = null)
        : this(new SocketServer(script), change, clock)
    {
    }

    internal Bench(SocketServer server, Action<ConnectionSettings>? change = null, TestClock? clock = null)
    {
        Server = server;
        Clock = clock ?? new TestClock();
        Session = Open(server.Address, Clock, change);
        Call = new CallContext(TestContext.Current.CancellationToken, _messages.Enqueue, debug: true);
    }

    internal SocketServer Server { get; }

    internal TestClock Clock { get; }

    internal IPostHogSession Session { get; }

    internal CallContext Call { get; }

    internal IReadOnlyList<EngineMessage> Messages => [.. _messages];

    internal IReadOnlyList<TimeSpan> Announced => [.. _messages.Where(m => m.Kind == EngineMessageKind.Waiting).Select(m => m.Wait!.Value)];

    internal static SecureString Secure(string text)
    {
        var secret = new SecureString();
        foreach (char c in text)
            secret.AppendChar(c);
        return secret;
    }

    internal static IPostHogSession Open(Uri address, IClock? clock, Action<ConnectionSettings>? change = null)
    {
        using SecureString key = Secure(Key);
        var settings = new ConnectionSettings
        {
            HostUri = address,
            ApiKey = key,
            Clock = clock,
            RouteFamily = RouteFamily.Projects,
            UserAgent = "PostHogPS/0.0 (tests)",
        };
        change?.Invoke(settings);
        return new EngineEntry().Open(settings);
    }

    internal CallContext With(CancellationToken cancellation) => new(cancellation, _messages.Enqueue, debug: true);

    public void Dispose()
    {
        Session.Dispose();
        Server.Dispose();
    }
}
