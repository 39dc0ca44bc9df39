using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Vernier.EndToEnd.Systems.Pangolin.WireGuard;

/// <summary>A web server in a namespace, on its loopback address: <c>GET /bytes/N</c> returns N bytes, <c>POST /</c> returns the number of received bytes.</summary>
internal sealed class RemoteBackend : IAsyncDisposable
{
    private readonly WebApplication _application;

    private RemoteBackend(WebApplication application, int port) => (_application, Port) = (application, port);

    public int Port { get; }

    public static async Task<RemoteBackend> StartAsync(NetworkNamespace space)
    {
        var listener = space.CreateSocket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = _ => listener);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen((IPEndPoint)listener.LocalEndPoint!);
        });
        var application = builder.Build();
        application.Run(HandleAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new RemoteBackend(application, ((IPEndPoint)listener.LocalEndPoint!).Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }

    private static async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/bytes", out var rest))
        {
            var length = int.Parse(rest.Value![1..], System.Globalization.CultureInfo.InvariantCulture);
            http.Response.ContentLength = length;
            await http.Response.Body.WriteAsync(new byte[length], http.RequestAborted);
            return;
        }
        var received = 0L;
        var buffer = new byte[64 * 1024];
        while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is > 0 and var read)
            received += read;
        await http.Response.WriteAsync($"{received}", http.RequestAborted);
    }
}
