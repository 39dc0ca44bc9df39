using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;
using Vernier.Catalog;
using Vernier.DicomWebOAuth;
using Vernier.DicomWebOAuth.Servers;
using Vernier.Host.Configuration;
using Vernier.Host.Demo;

namespace Vernier.Host.Serving;

/// <summary>DICOMweb OAuth in front of the configured servers or, if none is configured, the embedded token endpoint and DICOMweb server.</summary>
internal sealed class DicomWebOAuthModule : ISystemModule
{
    public const string EmbeddedServer = "embedded";

    public string Name => "dicomweb-oauth";

    public MetricCatalog Catalog => DicomWebOAuthCatalog.Catalog;

    /// <summary>Gets a higher rate limit: the documented default, ten requests a minute, is less than a viewer sends for one study.</summary>
    public IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?> { ["RateLimitRequests"] = "6000" };

    public IReadOnlyDictionary<string, string> ContainerSettings { get; } = ContainerAccess.Settings(DicomWebOAuthCatalog.Catalog, "AllowedHosts", "AllowUnauthenticatedRemote");

    public void AddServices(IServiceCollection services, IConfigurationSection section, HostConfiguration configuration, HostedSystems systems)
    {
        var builder = services.AddDicomWebOAuth(section);
        if (section.GetSection("Servers").Exists())
            return;

        var tokens = new EmbeddedTokenEndpoint(TimeProvider.System);
        services.AddSingleton(tokens);
        builder.AddServer(EmbeddedServer, new DicomWebServerOptions
        {
            Url = new Uri($"http://localhost{EmbeddedArchive.Root}"),
            TokenEndpoint = new Uri($"http://localhost{EmbeddedTokenEndpoint.Path}"),
            ClientId = EmbeddedTokenEndpoint.ClientId,
            ClientSecret = tokens.ClientSecret,
            TokenRefreshBuffer = EmbeddedTokenEndpoint.RefreshBuffer,
            // Fast enough to show retries, an open circuit and the recovery in each outage of the demo.
            ResilienceConfig = new ResilienceOptions
            {
                CircuitBreakerEnabled = true,
                CircuitBreakerFailureThreshold = 2,
                CircuitBreakerTimeout = TimeSpan.FromSeconds(3),
                RetryMaxAttempts = 2,
                RetryInitialDelay = TimeSpan.FromSeconds(0.2),
            },
        });
        builder.ConfigurePrimaryHttpMessageHandler((provider, _) => new EmbeddedAddressHandler(
            provider.GetRequiredService<IServer>(),
            new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None }));
    }

    /// <summary>Adds the demo traffic for the embedded server only: it stores generated instances.</summary>
    public void AddDemo(IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(EmbeddedTokenEndpoint)))
            services.AddHostedService<DicomWebOAuthDemo>();
    }

    public int Port(IServiceProvider services) => services.GetRequiredService<IOptions<DicomWebOAuthOptions>>().Value.Port;

    public void Map(WebApplication application)
    {
        application.MapDicomWebOAuth();
        if (application.Services.GetService<EmbeddedTokenEndpoint>() is { } tokens)
            EmbeddedServers.Map(application, tokens);
    }

    public IReadOnlyList<SystemLink> Links(IServiceProvider services) =>
        [new("status", "/dicomweb-oauth/status"), new("servers", "/dicomweb-oauth/servers"), new("metrics", DicomWebOAuthEndpoints.MetricsPath)];
}
