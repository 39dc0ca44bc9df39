using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier;
using Vernier.AspNetCore.Server;
using Vernier.Exposition;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the standalone metrics listener to the services of an application.</summary>
public static class MetricsServerServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="MetricsServer"/> that exposes the metrics of the application on a separate port, and that starts and stops with the
    /// application. Use it in services without web routing, or to keep the metrics off the public port. Includes
    /// <see cref="VernierServiceCollectionExtensions.AddVernier"/>.
    /// </summary>
    /// <remarks>Calling the method again only adds configuration.</remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Configures the options, which are validated at startup. Null for the defaults.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddMetricsServer(this IServiceCollection services, Action<MetricsServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddVernier();
        services.AddOptions<MetricsServerOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(MetricsServer)))
            return services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MetricsServerOptions>, MetricsServerOptionsValidator>());
        services.AddSingleton(provider => new MetricsServer(
            provider.GetRequiredService<MetricRegistry>(),
            provider.GetRequiredService<Exposer>(),
            provider.GetRequiredService<IOptions<MetricsServerOptions>>().Value,
            provider.GetRequiredService<ILoggerFactory>()));
        return services.AddHostedService(provider => provider.GetRequiredService<MetricsServer>());
    }
}
