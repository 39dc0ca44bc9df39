using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vernier.AspNetCore.Endpoints;

namespace Vernier.AspNetCore.Security;

/// <summary>
/// Fails the start of an application that listens on other than loopback addresses while a service does not authenticate its clients, unless a setting allows
/// it. Register it as a singleton of <see cref="IHostedService"/>.
/// </summary>
/// <param name="services">The services of the application.</param>
/// <param name="options">The options.</param>
public sealed partial class RemoteAccessCheck(IServiceProvider services, RemoteAccessOptions options) : IHostedLifecycleService
{
    private readonly ILogger _logger =
        services.GetService<ILoggerFactory>() is { } loggers ? loggers.CreateLogger<RemoteAccessCheck>() : NullLogger.Instance;

    /// <summary>Checks the addresses, which are known when the server has started.</summary>
    /// <param name="cancellationToken">Not used.</param>
    /// <exception cref="RemoteAccessException">The server accepts connections from other machines.</exception>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.IsAuthenticated ?? await AreEndpointsAuthorizedAsync().ConfigureAwait(false))
            return;
        if (options.Warning is { } warning)
            LogOpen(warning);
        var remote = ListeningAddress.RemoteOf(services.GetService<IServer>());
        if (remote.Count > 0 && !options.AllowUnauthenticatedRemote)
            throw new RemoteAccessException($"{options.Service} does not listen on {string.Join(", ", remote)} without authentication. {options.Advice}");
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> AreEndpointsAuthorizedAsync()
    {
        var endpoints = services.GetService<EndpointDataSource>()?.Endpoints.Where(IsOwn) ?? [];
        if (endpoints.All(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null))
            return true;
        return services.GetService<IAuthorizationPolicyProvider>() is { } policies
            && await policies.GetFallbackPolicyAsync().ConfigureAwait(false) is not null;
    }

    private bool IsOwn(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<RequestRules>().Contains(options.Rules) && endpoint.Metadata.GetMetadata<ScrapeEndpointMetadata>() is null;

    [LoggerMessage(1, LogLevel.Warning, "{Warning}")]
    private partial void LogOpen(string warning);
}
