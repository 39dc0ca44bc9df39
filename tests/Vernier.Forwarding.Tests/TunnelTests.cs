using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vernier.Testing;

namespace Vernier.Forwarding.Tests;

/// <summary>TCP connections through one HTTP/2 request each: client socket, tunnel, HTTP/2, tunnel, destination socket.</summary>
public class TunnelTests
{
    [Fact]
    public async Task Run_ClientEndsFirst_DestinationStillResponds()
    {
        await using var path = await TcpPath.StartAsync();

        await path.Client.SendAsync("request"u8.ToArray());
        path.Client.Shutdown(SocketShutdown.Send);
        (await ReadToEndAsync(path.Destination)).ShouldBe("request");
        await path.Destination.SendAsync("reply"u8.ToArray());
        path.Destination.Shutdown(SocketShutdown.Send);

        (await ReadToEndAsync(path.Client)).ShouldBe("reply");
        var result = await path.ResultAsync();
        result.ShouldBe(new ForwarderResult(ForwarderOutcome.None) { RequestBytes = 7, ResponseBytes = 5 });
    }

    [Fact]
    public async Task Run_DestinationEndsFirst_ClientStillSends()
    {
        await using var path = await TcpPath.StartAsync();

        await path.Destination.SendAsync("banner"u8.ToArray());
        path.Destination.Shutdown(SocketShutdown.Send);
        (await ReadToEndAsync(path.Client)).ShouldBe("banner");
        await path.Client.SendAsync("late data"u8.ToArray());
        path.Client.Shutdown(SocketShutdown.Send);

        (await ReadToEndAsync(path.Destination)).ShouldBe("late data");
        (await path.ResultAsync()).ShouldBe(new ForwarderResult(ForwarderOutcome.None) { RequestBytes = 9, ResponseBytes = 6 });
    }

    // A connection without half-closing, such as an upgraded one.
    [Fact]
    public async Task Run_DestinationDoesNotEndAfterTheClient_EndsAfterTwoSeconds()
    {
        var time = new ManualTime();
        using var activity = new ActivityTimeout.Pool(time).Rent(TimeSpan.FromMinutes(5), CancellationToken.None);
        var client = new TunnelEnd(Stream.Null, Stream.Null, null);
        var destination = new TunnelEnd(new EndlessStream(), Stream.Null, null);

        var running = Tunnel.RunAsync(client, destination, activity, null);
        while (await time.NextTimerAsync() != TimeSpan.FromSeconds(2))
            running.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(2));

        (await running.WithTimeout()).ShouldBe(default);
    }

    [Fact]
    public async Task DisposeDuplexContent_WhileItIsSent_EndsIt()
    {
        var content = new DuplexContent();
        var sending = content.CopyToAsync(new MemoryStream(), TestContext.Current.CancellationToken);
        sending.IsCompleted.ShouldBeFalse();
        content.Dispose();
        await Should.ThrowAsync<OperationCanceledException>(sending.WithTimeout());
    }

    [Fact]
    public async Task Run_LargeTransfersInBothDirections_ArriveComplete()
    {
        const int Size = 20_000_000;
        await using var path = await TcpPath.StartAsync();

        await Task.WhenAll(
            SendAsync(path.Client, Size), SendAsync(path.Destination, Size), ReceiveAsync(path.Client, Size), ReceiveAsync(path.Destination, Size));

        (await path.ResultAsync()).ShouldBe(new ForwarderResult(ForwarderOutcome.None) { RequestBytes = Size, ResponseBytes = Size });
    }

    [Fact]
    public async Task Run_ClientResets_DestinationIsNotEndedNormally()
    {
        await using var path = await TcpPath.StartAsync();

        path.Client.LingerState = new LingerOption(true, 0);
        path.Client.Dispose();

        (await path.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.TunnelClient);
        await Should.ThrowAsync<SocketException>(() => ReadToEndAsync(path.Destination));
    }

    [Fact]
    public async Task Run_DestinationResets_ClientIsNotEndedNormally()
    {
        await using var path = await TcpPath.StartAsync();
        await path.Client.SendAsync("x"u8.ToArray());
        await path.Destination.ReceiveAsync(new byte[1]);

        path.Destination.LingerState = new LingerOption(true, 0);
        path.Destination.Dispose();

        (await path.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.TunnelDestination);
        await Should.ThrowAsync<SocketException>(() => ReadToEndAsync(path.Client));
    }

    [Fact]
    public async Task Run_NoDataForTheTimeout_EndsAsIdle()
    {
        var time = new ManualTime();
        await using var path = await TcpPath.StartAsync(time);
        await path.Client.SendAsync("x"u8.ToArray());
        await path.Destination.ReceiveAsync(new byte[1]);

        time.Advance(TcpPath.IdleTimeout + TimeSpan.FromSeconds(1));

        (await path.ResultAsync()).Outcome.ShouldBe(ForwarderOutcome.TunnelIdle);
    }

    private static async Task SendAsync(Socket socket, int size)
    {
        using var stream = new NetworkStream(socket);
        await stream.WriteAsync(new byte[size]);
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task ReceiveAsync(Socket socket, int size)
    {
        var buffer = new byte[64 * 1024];
        var received = 0;
        while (await socket.ReceiveAsync(buffer) is var read and > 0)
            received += read;
        received.ShouldBe(size);
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = "";
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer).WithTimeout() is var read and > 0)
            text += Encoding.ASCII.GetString(buffer, 0, read);
        return text;
    }

    /// <summary>Never has data.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }

    /// <summary>A connection from a client to a destination through an HTTP/2 request.</summary>
    private sealed class TcpPath : IAsyncDisposable
    {
        public static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(5);

        private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { UseProxy = false });
        private readonly TcpListener _entry = new(IPAddress.Loopback, 0);
        private readonly TcpListener _destinations = new(IPAddress.Loopback, 0);
        private readonly ActivityTimeout.Pool _timeouts;
        private KestrelServer? _exit;
        private Task<ForwarderResult>? _running;

        private TcpPath(TimeProvider time)
        {
            _timeouts = new ActivityTimeout.Pool(time);
            _entry.Start();
            _destinations.Start();
        }

        public Socket Client { get; } = new(SocketType.Stream, ProtocolType.Tcp);

        public Socket Destination { get; private set; } = null!;

        public static async Task<TcpPath> StartAsync(TimeProvider? time = null)
        {
            var path = new TcpPath(time ?? TimeProvider.System);
            path._exit = await KestrelServer.StartAsync(
                async http =>
                {
                    using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(path._destinations.LocalEndpoint);
                    using var activity = path._timeouts.Rent(IdleTimeout, CancellationToken.None);
                    var result = await Tunnel.RunAsync(await TunnelEnd.AcceptDuplexAsync(http), TunnelEnd.Of(socket), activity, null);
                    if (result.IsSuccess)
                        return;
                    socket.LingerState = new LingerOption(true, 0);
                    http.Abort();
                },
                HttpProtocols.Http2);
            await path.Client.ConnectAsync(path._entry.LocalEndpoint);
            path._running = path.RunAsync(await path._entry.AcceptSocketAsync());
            path.Destination = await path._destinations.AcceptSocketAsync().WithTimeout();
            return path;
        }

        public Task<ForwarderResult> ResultAsync() => _running!.WithTimeout();

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            Destination.Dispose();
            _entry.Dispose();
            _destinations.Dispose();
            _invoker.Dispose();
            await _exit!.DisposeAsync();
        }

        private async Task<ForwarderResult> RunAsync(Socket client)
        {
            using var socket = client;
            using var content = new DuplexContent();
            using var request = content.CreateRequest(_exit!.Address);
            using var activity = _timeouts.Rent(IdleTimeout, CancellationToken.None);
            using var response = await _invoker.SendAsync(request, activity.Token);
            response.EnsureSuccessStatusCode();
            var destination = await content.OpenAsync(response, activity.Token);
            var result = await Tunnel.RunAsync(TunnelEnd.Of(socket), destination, activity, null);
            if (!result.IsSuccess)
                socket.LingerState = new LingerOption(true, 0);
            return result;
        }
    }
}
