using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Endpoints;
using Vernier.AspNetCore.Security;

namespace Vernier.AspNetCore.Server;

/// <summary>The web application of a metrics server, with a separate Kestrel.</summary>
internal static class ServerApplication
{
    /// <param name="options">The options of the server.</param>
    /// <param name="address">The resolved address; null for all addresses.</param>
    /// <param name="endpoint">The metrics endpoint.</param>
    /// <param name="loggers">The logger factory of the surrounding application.</param>
    public static WebApplication Build(MetricsServerOptions options, IPAddress? address, MetricsEndpoint endpoint, ILoggerFactory loggers)
    {
        // Empty, because the configuration of the surrounding application (files, environment and arguments) must not apply here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ListenAddress.Listen(kestrel, address, options);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, ServerLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));

        // Without the log lines of each request, and without that of a failed start, which is thrown.
        builder.Logging.AddProvider(new SharedLoggerProvider(loggers)).SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        var app = builder.Build();
        var credentials = Credentials.Of(options);
        var hosts = options.AllowedHosts ?? (address is not null && IPAddress.IsLoopback(address) ? RequestRules.LoopbackHosts : ["*"]);
        var rules = new RequestRules(hosts, [], "AllowedHosts in MetricsServerOptions", "");
        app.Use(next => new AccessGate(next, rules, credentials, options.Path).InvokeAsync);
        endpoint.Map(app, options.Path);
        return app;
    }

    /// <summary>Gets the URL of a started application.</summary>
    public static Uri UrlOf(WebApplication app, string path)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        var bound = BindingAddress.Parse(addresses.First());
        var host = bound.Host is "[::]" or "0.0.0.0" ? "localhost" : bound.Host;
        return new UriBuilder(bound.Scheme, host, bound.Port, path).Uri;
    }
}
