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

namespace Vernier.AspNetCore.Server;

/// <summary>The small application, with a Kestrel of its own, that a metrics server runs.</summary>
internal static class ServerApplication
{
    /// <param name="options">What the server was told.</param>
    /// <param name="address">The address that they mean; null for all.</param>
    /// <param name="endpoint">What answers scrapes.</param>
    /// <param name="loggers">The loggers of the application around it.</param>
    public static WebApplication Build(MetricsServerOptions options, IPAddress? address, MetricsEndpoint endpoint, ILoggerFactory loggers)
    {
        // Empty: what configures the application around it (its files, environment and arguments) must not configure this one.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ListenAddress.Listen(kestrel, address, options);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, ServerLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));

        // Without the lines about each request, and the one about a start that failed: that is thrown.
        builder.Logging.AddProvider(new SharedLoggerProvider(loggers)).SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        var app = builder.Build();
        var credentials = Credentials.Of(options);
        app.Use(next => new AccessGate(next, credentials, options.Path).InvokeAsync);
        endpoint.Map(app, options.Path);
        return app;
    }

    /// <summary>Where a started application listens.</summary>
    public static Uri UrlOf(WebApplication app, string path)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        var bound = BindingAddress.Parse(addresses.First());
        var host = bound.Host is "[::]" or "0.0.0.0" ? "localhost" : bound.Host;
        return new UriBuilder(bound.Scheme, host, bound.Port, path).Uri;
    }
}
