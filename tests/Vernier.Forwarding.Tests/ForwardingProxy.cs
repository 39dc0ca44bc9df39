using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vernier.Forwarding.Tests;

/// <summary>A proxy that uses the forwarder, in front of one destination; both sides are real connections.</summary>
internal sealed class ForwardingProxy : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly KestrelServer _server;
    private readonly HttpMessageInvoker _invoker;
    private readonly Channel<ForwarderResult> _results;

    private ForwardingProxy(KestrelServer server, HttpMessageInvoker invoker, Channel<ForwarderResult> results)
    {
        _server = server;
        _invoker = invoker;
        _results = results;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = server.Address };
    }

    public HttpClient Client { get; }

    public Uri Address => _server.Address;

    public static async Task<ForwardingProxy> StartAsync(
        Uri destination,
        ForwarderOptions? options = null,
        ForwarderObserver? observer = null,
        TimeProvider? time = null,
        bool http2 = false,
        bool expectContinue = false,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, MaxResponseDrainSize = 0, ConnectTimeout = TimeSpan.FromSeconds(5) });
        var results = Channel.CreateUnbounded<ForwarderResult>();
        var forwarder = new HttpForwarder(time ?? TimeProvider.System);
        var server = await KestrelServer.StartAsync(
            async http =>
            {
                using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(destination, http.Request.Path + http.Request.QueryString));
                request.Headers.ExpectContinue = expectContinue;
                if (http2)
                    (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
                var result = await forwarder.ForwardAsync(http, invoker, request, options ?? new ForwarderOptions(), observer);
                results.Writer.TryWrite(result);
            },
            protocols);
        return new ForwardingProxy(server, invoker, results);
    }

    /// <summary>The result of the next request that has ended.</summary>
    public async Task<ForwarderResult> ResultAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        return await _results.Reader.ReadAsync(limit.Token);
    }

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        return socket;
    }

    /// <summary>Reads until the proxy closes the connection, or resets it.</summary>
    public static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(Limit);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is var read and > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // A reset is an end, too.
        }
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _invoker.Dispose();
        await _server.DisposeAsync();
    }
}
