using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>Stops the application when it listens beyond loopback without authentication.</summary>
internal sealed partial class RemoteAccessCheck(IServiceProvider services, IOptions<AiOrchestratorOptions> options, ILogger<RemoteAccessCheck> logger) : IHostedLifecycleService
{
    /// <exception cref="AiOrchestratorException">The server accepts connections from other machines.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var identity = options.Value.Identity;
        if (identity.RequireAuthentication)
            return Task.CompletedTask;
        LogOpen();
        var remote = ListeningAddress.RemoteOf(services.GetService<IServer>());
        return remote.Count == 0 || identity.AllowUnauthenticatedRemote
            ? Task.CompletedTask
            : throw new AiOrchestratorException(
                $"AI Orchestrator does not listen on {string.Join(", ", remote)} without authentication. Set require_authentication to true, listen on 127.0.0.1 only, or set allow_unauthenticated_remote to true.");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "Authentication is off: every request has the role ADMIN.")]
    private partial void LogOpen();
}
