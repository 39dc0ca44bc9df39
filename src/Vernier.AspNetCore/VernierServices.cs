using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Vernier.Exposition;

namespace Vernier.AspNetCore;

/// <summary>Adds Vernier to an application's services.</summary>
public static class VernierServices
{
    /// <summary>
    /// Adds one <see cref="MetricRegistry"/> with metrics of the runtime and the process, one <see cref="Exposer"/>, and the measuring of HTTP
    /// requests, for which the pipeline needs no call of its own. Collectors that fail are logged under the category of
    /// <see cref="MetricRegistry"/>. A registry that the application has added itself is used as it is. Calling it again adds nothing but the
    /// further configuration.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options; null for the defaults.</param>
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
