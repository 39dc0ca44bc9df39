using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a site of Pangolin in the services of an application.</summary>
public static class PangolinSiteServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="PangolinSite"/> that connects while the application runs. Call it once; an application that needs several sites creates them
    /// itself.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">
    /// The configuration with the keys of <see cref="PangolinSiteOptions"/>. Default: none. All configuration errors are reported at startup in one
    /// <see cref="OptionsValidationException"/>.
    /// </param>
    /// <returns>The builder of the options.</returns>
    public static OptionsBuilder<PangolinSiteOptions> AddPangolinSite(this IServiceCollection services, IConfigurationSection? section = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(provider => new PangolinSite(
            provider.GetRequiredService<IOptions<PangolinSiteOptions>>().Value, provider.GetService<ILoggerFactory>(), provider.GetService<TimeProvider>()));
        services.AddHostedService<SiteService>();
        return services.AddValidatedOptions<PangolinSiteOptions>(section);
    }
}
