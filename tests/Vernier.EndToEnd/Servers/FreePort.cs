using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Vernier.EndToEnd.Servers;

/// <summary>
/// Loopback ports to listen on. They are below the ephemeral port range of outgoing connections (Linux: from 32768), so that no connection takes the
/// port of a server while it is restarted.
/// </summary>
internal static class FreePort
{
    private static readonly ConcurrentDictionary<int, bool> HandedOut = new();

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            if (HandedOut.TryAdd(port, true) && CanListen(port))
                return port;
        }
    }

    private static bool CanListen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
