using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PostHogPS.Engine.Tests;

/// <summary>A server that is nothing but a socket: what it counts is what was really sent.</summary>
internal sealed class SocketServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Seen, Reply> _script;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<Seen> _seen = new();
    private int _connections;
    private int _disposed;

    public SocketServer(Func<Seen, Reply> script, X509Certificate2? certificate = null)
    {
        _script = script;
        _certificate = certificate;
        _listener.Start();
        _ = AcceptAsync();
    }

    public IReadOnlyList<Seen> Requests => [.. _seen];

    public int Connections => Volatile.Read(ref _connections);

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public IReadOnlyList<string> Lines => [.. _seen.Select(s => s.ToString())];

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken stop = _stop.Token;
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(stop);
                int connection = Interlocked.Increment(ref _connections);
                // Apart: an answer may wait for a test, and the next connection must not.
                _ = Task.Run(() => ServeAsync(client, connection, stop), CancellationToken.None);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client, int connection, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                using Stream stream = await OpenAsync(client, stop);
                while (await ReadAsync(stream, connection, stop) is { } request)
                {
                    _seen.Enqueue(request);
                    Reply reply = _script(request);
                    if (reply.Hangs)
                        await Task.Delay(Timeout.Infinite, stop);
                    await stream.WriteAsync(reply.Raw, stop);
                    await stream.FlushAsync(stop);
                    if (reply.Resets)
                        client.LingerState = new LingerOption(true, 0);
                    if (reply.Closes)
                        return;
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException or AuthenticationException)
            {
                return;
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client, CancellationToken stop)
    {
        NetworkStream plain = client.GetStream();
        if (_certificate is null)
            return plain;
        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, stop);
        return tls;
    }

    private static async Task<Seen?> ReadAsync(Stream stream, int connection, CancellationToken stop)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, stop) == 0)
                return null;
            head.Add(one[0]);
        }

        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
            headers[line.Split(':')[0]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        byte[] body = new byte[headers.TryGetValue("Content-Length", out string? length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, stop);
        return new Seen(first[0], first[1], headers, body, connection);
    }
}
