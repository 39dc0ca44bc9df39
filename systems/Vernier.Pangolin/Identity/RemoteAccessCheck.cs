using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>Stops the application when the page and the API are reachable from other machines without authentication.</summary>
internal sealed partial class RemoteAccessCheck(IServiceProvider services, PangolinSettings settings, ILogger<RemoteAccessCheck> logger) : IHostedLifecycleService
{
    /// <exception cref="PangolinException">The server accepts connections from other machines.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var options = settings.Initial.Console;
        if (options.RequireAuthentication)
            return Task.CompletedTask;
        LogOpen();
        var remote = ListeningAddress.RemoteOf(services.GetService<IServer>());
        return remote.Count == 0 || options.AllowUnauthenticatedRemote
            ? Task.CompletedTask
            : throw new PangolinException(
                $"Pangolin does not listen on {string.Join(", ", remote)} without authentication. Set console: require_authentication to true, listen on 127.0.0.1 only, or set console: allow_unauthenticated_remote to true.");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "Authentication is off: every request to the page and the API is an administrator's.")]
    private partial void LogOpen();
}
