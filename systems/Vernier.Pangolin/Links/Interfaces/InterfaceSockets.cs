using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vernier.Pangolin.Links.Interfaces;

/// <summary>
/// TCP sockets that use one network interface only. Without this, packets would leave through the default route, not encrypted, while the interface does not exist,
/// and connections could come from other networks.
/// </summary>
internal static class InterfaceSockets
{
    private const int SolSocket = 1;
    private const int BindToDevice = 25;
    private const int Backlog = 512;

    /// <summary>Listens at an address of an interface.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="endpoint">The address and port; 0 for any free port.</param>
    /// <exception cref="WireGuardException">The address or interface does not exist, or the port is in use.</exception>
    public static Socket Listen(string name, IPEndPoint endpoint)
    {
        var socket = Create(name, endpoint.AddressFamily);
        try
        {
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new WireGuardException($"Cannot listen on {endpoint} of the interface {name}: {exception.Message}", exception);
        }
    }

    /// <summary>Connects through an interface.</summary>
    /// <exception cref="SocketException">The connection failed.</exception>
    /// <exception cref="WireGuardException">The interface does not exist.</exception>
    public static async Task<Socket> ConnectAsync(string name, IPEndPoint endpoint, CancellationToken cancellation)
    {
        var socket = Create(name, endpoint.AddressFamily);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(endpoint, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket Create(string name, AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.SetRawSocketOption(SolSocket, BindToDevice, Encoding.ASCII.GetBytes(name));
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new WireGuardException($"Cannot use the interface {name}: {exception.Message}", exception);
        }
    }
}
