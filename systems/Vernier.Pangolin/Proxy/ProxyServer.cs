using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Proxy;

/// <summary>
/// The web server of the resources, with its own ports, and the listeners of the TCP resources. When the application stops, requests and connections in
/// progress have <see cref="ProxyOptions.DrainTimeout"/> to end.
/// </summary>
internal sealed partial class ProxyServer(
    PangolinSettings settings, ProxyHandler handler, TcpListeners tcp, ServerCertificates certificates, TimeProvider time, ILoggerFactory loggers, ILogger<ProxyServer> logger)
    : IHostedService, IAsyncDisposable
{
    private WebApplication? _application;
    private Uri? _address;

    /// <summary>Gets the address for HTTP, at which programs of this machine reach the proxy.</summary>
    /// <exception cref="InvalidOperationException">The server is not started.</exception>
    public Uri Address => _address ?? throw new InvalidOperationException("The proxy is not started.");

    /// <summary>Gets the address for HTTPS; null without HTTPS.</summary>
    public Uri? TlsAddress { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = settings.Initial.Proxy;
        var address = IPAddress.Parse(settings.Initial.Address);
        // Empty, because the configuration of the application must not apply here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            Configure(kestrel, options);
            kestrel.Listen(address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
            if (options.TlsPort is { } port)
            {
                kestrel.Listen(address, port, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
                    listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = certificates.AuthenticateAsync });
                });
            }
        });
        builder.Services.AddSingleton<ILoggerFactory>(new RequestLogFilter(loggers));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        _application = builder.Build();
        _application.Run(handler.HandleAsync);
        try
        {
            await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new PangolinException($"The proxy cannot listen on {address}: {exception.Message} Set another proxy: port or tls_port.", exception);
        }
        var bound = _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToList();
        _address = LocalAddress(address, bound[0]);
        TlsAddress = bound.Count > 1 ? LocalAddress(address, bound[1]) : null;
        LogListening(string.Join(", ", bound));
        tcp.Start();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(settings.Current.Proxy.DrainTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await Task.WhenAll(tcp.StopAsync(linked.Token), _application?.StopAsync(linked.Token) ?? Task.CompletedTask).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
            await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(KestrelServerOptions kestrel, ProxyOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.MaxConnections;
        kestrel.Limits.MaxRequestBodySize = null;

        // Slow bodies are legitimate; the activity timeout ends those that do not move.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
    }

    private static Uri LocalAddress(IPAddress address, string bound)
    {
        var parsed = BindingAddress.Parse(bound);
        var host = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        return new UriBuilder(parsed.Scheme, host.ToString(), parsed.Port).Uri;
    }

    [LoggerMessage(1, LogLevel.Information, "The proxy listens on {Addresses}.")]
    private partial void LogListening(string addresses);
}
