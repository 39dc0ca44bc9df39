using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Vernier.CcProxy.Local;

/// <summary>
/// The local models on a free port of loopback, with a Kestrel of their own, so that the proxy has real connections to them. Starts only when there
/// is no provider in the configuration.
/// </summary>
internal sealed class LocalProviderServer(bool isNeeded, TimeProvider time, TimeSpan pace) : IHostedService, IAsyncDisposable
{
    private WebApplication? _application;

    /// <summary>Where it listens.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public Uri Address => new(_application?.Urls.Single() ?? throw new InvalidOperationException("The local model provider is not running."));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!isNeeded)
            return;

        // Empty: what configures the application around it must not configure this one.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        _application = builder.Build();
        new LocalRoutes(time, pace).Map(_application);
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _application?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>It stops with the application around it, not by a signal.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
