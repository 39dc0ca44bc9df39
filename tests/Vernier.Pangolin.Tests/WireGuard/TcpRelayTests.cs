using System.Net;
using System.Net.Sockets;
using System.Text;
using Vernier.Pangolin.Links.Direct;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.WireGuard;

public sealed class TcpRelayTests : IDisposable
{
    private readonly Socket _target = Listen();

    public void Dispose() => _target.Dispose();

    [Fact]
    public async Task Relay_OneSideEnds_TheOtherDirectionContinues()
    {
        var listener = Listen();
        await using var relay = new TcpRelay(listener, cancellation => ConnectAsync(_target, cancellation), TimeProvider.System);
        using var client = await ConnectAsync(listener, TestContext.Current.CancellationToken);
        using var server = await _target.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WithTimeout();
        await client.SendAsync("question"u8.ToArray(), TestContext.Current.CancellationToken);
        client.Shutdown(SocketShutdown.Send);
        (await ReadToEndAsync(server)).ShouldBe("question");
        await server.SendAsync("response"u8.ToArray(), TestContext.Current.CancellationToken);
        server.Shutdown(SocketShutdown.Send);
        (await ReadToEndAsync(client)).ShouldBe("response");
    }

    [Fact]
    public async Task Relay_ConnectFails_ResetsTheConnection()
    {
        var listener = Listen();
        var connected = new TaskCompletionSource();
        await using var relay = new TcpRelay(listener, async _ =>
        {
            await connected.Task;
            throw new IOException("The client is not connected.");
        }, TimeProvider.System);
        using var client = await ConnectAsync(listener, TestContext.Current.CancellationToken);
        connected.SetResult();
        (await Should.ThrowAsync<SocketException>(() => ReadToEndAsync(client))).SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    [Fact]
    public async Task Relay_OneSideResets_ResetsTheOther()
    {
        var listener = Listen();
        await using var relay = new TcpRelay(listener, cancellation => ConnectAsync(_target, cancellation), TimeProvider.System);
        using var client = await ConnectAsync(listener, TestContext.Current.CancellationToken);
        using var server = await _target.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WithTimeout();
        server.Close(0);
        (await Should.ThrowAsync<SocketException>(() => ReadToEndAsync(client))).SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    [Fact]
    public async Task DisposeAsync_OpenConnections_ResetsThem()
    {
        var listener = Listen();
        var relay = new TcpRelay(listener, cancellation => ConnectAsync(_target, cancellation), TimeProvider.System);
        using var client = await ConnectAsync(listener, TestContext.Current.CancellationToken);
        using var server = await _target.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WithTimeout();

        // The system accepts the connection before the relay has opened its own; a byte that arrives proves that both are open.
        await client.SendAsync("a"u8.ToArray(), TestContext.Current.CancellationToken);
        (await server.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken).AsTask().WithTimeout()).ShouldBe(1);
        await relay.DisposeAsync();
        await Should.ThrowAsync<SocketException>(() => ReadToEndAsync(client));
        await Should.ThrowAsync<SocketException>(() => ReadToEndAsync(server));
    }

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static async Task<Socket> ConnectAsync(Socket listener, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(listener.LocalEndPoint!, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[100];
        while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask().WithTimeout() is > 0 and var length)
            text.Append(Encoding.ASCII.GetString(buffer, 0, length));
        return text.ToString();
    }
}
