using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Vernier;
using Vernier.Forwarding;
using Vernier.Pangolin;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Cluster;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Console;
using Vernier.Pangolin.Extensions;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Jobs;
using Vernier.Pangolin.Proxy;
using Vernier.Pangolin.Reload;
using Vernier.Pangolin.SignIn;
using Vernier.Pangolin.Traefik;
using Vernier.Pangolin.Tunnels;
using Vernier.Pangolin.WireGuard;
using Vernier.Services.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Pangolin in the services of an application.</summary>
public static class PangolinServiceCollectionExtensions
{
    /// <summary>The memory for the forms and JSON bodies of all requests in flight, each of which is small. Bodies for resources are not buffered.</summary>
    private const long MaxBufferedBodyBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Registers the server; <c>MapPangolin</c> adds the page, the API and the tunnels. The proxy and the metrics have their own ports. State is stored in a
    /// SQLite file unless the builder replaces it. Call it once.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">
    /// The configuration with the keys of <see cref="PangolinOptions"/>. Default: none. All configuration errors are reported at startup in one
    /// <see cref="OptionsValidationException"/>.
    /// </param>
    /// <returns>A builder that configures the server.</returns>
    public static PangolinBuilder AddPangolin(this IServiceCollection services, IConfigurationSection? section = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var reloadable = new ReloadableSection(section ?? new ConfigurationBuilder().Build().GetSection(""));
        services.AddSingleton(reloadable);
        services.AddValidatedOptions<PangolinOptions>(reloadable);
        services.TryAddSingleton(TimeProvider.System);
        services.AddVernier();
        services.AddHttpClient();
        services.AddSingleton<PangolinSettings>();
        services.AddSingleton(provider => new DataDirectory(OptionsOf(provider).DataDirectory));
        services.AddSingleton<Database>(provider => new SqliteDatabase(provider.GetRequiredService<DataDirectory>().File("pangolin.db"), PoolOptions(provider)));
        services.AddSingleton(provider => new PangolinMetrics(
            OptionsOf(provider).Metrics is { Enabled: true } ? provider.GetRequiredService<MetricRegistry>() : null, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new BodyBudget(MaxBufferedBodyBytes));
        services.AddSingleton<MetricsListener>();
        services.AddSingleton(provider => new PangolinAddresses(provider));

        // Started in this order, stopped in reverse.
        services.AddHostedService<DatabaseStartup>();
        InventoryRegistration.AddServices(services);
        services.AddHostedService(provider => provider.GetRequiredService<MetricsListener>());
        ReloadRegistration.AddServices(services);
        JobsRegistration.AddServices(services);
        IdentityRegistration.AddServices(services);
        SignInRegistration.AddServices(services);
        CertificatesRegistration.AddServices(services);
        TunnelsRegistration.AddServices(services);
        WireGuardRegistration.AddServices(services);
        ClusterRegistration.AddServices(services);
        ProxyRegistration.AddServices(services);
        TraefikRegistration.AddServices(services);
        ConsoleRegistration.AddServices(services);
        return new PangolinBuilder(services);
    }

    internal static ConnectionPoolOptions PoolOptions(IServiceProvider services) => new()
    {
        MaxConnections = OptionsOf(services).MaxDatabaseConnections,
        Observer = new PoolMetrics(services.GetRequiredService<PangolinMetrics>()),
        Time = services.GetRequiredService<TimeProvider>(),
    };

    private static PangolinOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<PangolinOptions>>().Value;
}
