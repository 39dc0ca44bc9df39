using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Server;
using Vernier.Exposition;

namespace Vernier.AspNetCore;

/// <summary>Adds the standalone listener to an application's services.</summary>
public static class MetricsServerServices
{
    /// <summary>
    /// Adds a <see cref="MetricsServer"/> that shows the application's metrics on a port of its own and starts and stops with the application. It
    /// adds what <see cref="VernierServices.AddVernier"/> adds, where that is missing. Calling it again adds nothing but the further
    /// configuration.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options, which are checked at start; null for the defaults.</param>
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
