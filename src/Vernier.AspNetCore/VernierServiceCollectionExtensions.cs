using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Vernier;
using Vernier.AspNetCore;
using Vernier.Exposition;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Vernier to the services of an application.</summary>
public static class VernierServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="MetricRegistry"/> with runtime and process metrics, an <see cref="Exposer"/>, and HTTP request metrics, which need no further
    /// call in the request pipeline. If the application has already added a registry, that registry is used unchanged.
    /// </summary>
    /// <remarks>
    /// Failures and recoveries of callbacks are logged in the category of <see cref="MetricRegistry"/>. Calling the method again only adds
    /// configuration.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Configures the options, which are validated at startup. Null for the defaults.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddVernier(this IServiceCollection services, Action<VernierOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.AddOptions<VernierOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VernierOptions>, VernierOptionsValidator>());
        services.TryAddSingleton(RegistryFactory.Create);
        services.TryAddSingleton(provider =>
            new Exposer(provider.GetRequiredService<MetricRegistry>(), provider.GetRequiredService<IOptions<VernierOptions>>().Value.ToExposition()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, HttpRequestStartupFilter>());
        return services;
    }
}
