using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Configuration;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Local;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;
using Vernier.CcProxy.Proxy;

namespace Vernier.CcProxy;

/// <summary>Adds CCProxy to an application.</summary>
public static class CcProxyServices
{
    private static readonly TimeSpan LocalPace = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Adds the proxy, its pool of clients, its hooks and their metrics; <see cref="CcProxyEndpoints.MapCcProxy"/> adds the routes. Further hooks are
    /// singletons of <see cref="IHook"/> among the services. The metrics go to the application's <see cref="MetricRegistry"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">
    /// The configuration with the keys of <see cref="CcProxyOptions"/>; default: none. All its mistakes are reported at the start of the application
    /// in one <see cref="OptionsValidationException"/>.
    /// </param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddCcProxy(this IServiceCollection services, IConfigurationSection? section = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services, section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddVernier();
        services.AddSingleton(CreateMetrics);
        services.AddSingleton(CreateBus);
        services.AddSingleton(provider => new HookPublisher(provider.GetRequiredService<HookBus>()));
        services.AddSingleton(CreatePrices);
        services.AddSingleton(CreateDirectory);
        services.AddSingleton<ReverseProxy>();

        // In this order: the local models answer before the first request, and the hooks hear of the last one.
        services.AddSingleton(provider => new LocalProviderServer(IsLocal(provider), provider.GetRequiredService<TimeProvider>(), LocalPace));
        services.AddHostedService<CcProxyPush>();
        services.AddHostedService<HookPump>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalProviderServer>());
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<HealthChecker>(provider, OptionsOf(provider).Pool));
        return services;
    }

    private static void AddOptions(IServiceCollection services, IConfigurationSection? section)
    {
        services.AddOptions<CcProxyOptions>().ValidateOnStart();
        if (section is null)
        {
            services.AddSingleton<IValidateOptions<CcProxyOptions>, CcProxyOptionsValidator>();
            return;
        }

        var binding = new SectionBinding<CcProxyOptions>(section, new CcProxyOptionsValidator());
        services.AddSingleton<IConfigureOptions<CcProxyOptions>>(binding);
        services.AddSingleton<IValidateOptions<CcProxyOptions>>(binding);
    }

    private static CcProxyOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<CcProxyOptions>>().Value;

    private static bool IsLocal(IServiceProvider services) => OptionsOf(services).Providers.Count == 0;

    private static CcProxyMetrics CreateMetrics(IServiceProvider services)
    {
        var version = typeof(CcProxyServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? CcProxyMetrics.Unknown;
        return new CcProxyMetrics(services.GetRequiredService<MetricRegistry>(), OptionsOf(services), version);
    }

    private static HookBus CreateBus(IServiceProvider services)
    {
        List<IHook> hooks = [.. services.GetServices<IHook>()];
        if (OptionsOf(services).Enabled)
        {
            var metrics = services.GetRequiredService<CcProxyMetrics>();
            hooks.Add(new MetricsHook(metrics));
            hooks.ForEach(metrics.Expect);
        }
        return new HookBus(hooks, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<HookBus>>());
    }

    private static PriceTable CreatePrices(IServiceProvider services) =>
        new(IsLocal(services) ? [.. OptionsOf(services).Pricing, .. LocalModels.Prices] : OptionsOf(services).Pricing);

    private static ProviderDirectory CreateDirectory(IServiceProvider services)
    {
        var options = OptionsOf(services);
        var bus = services.GetRequiredService<HookBus>();
        var time = services.GetRequiredService<TimeProvider>();
        var prices = services.GetRequiredService<PriceTable>();
        var local = services.GetRequiredService<LocalProviderServer>();
        var providers = IsLocal(services)
            ? LocalModels.Providers.Select(p => new Provider(p, () => local.Address, options.Pool, bus, time))
            : options.Providers.Select(p => new Provider(p, () => new Uri(p.Url), options.Pool, bus, time));
        var directory = new ProviderDirectory(providers, prices.Models);
        if (options.Enabled)
            ExpectSeries(services.GetRequiredService<CcProxyMetrics>(), directory, prices);
        return directory;
    }

    /// <summary>What is sure to come exists at 0 from the start, so that its first event is an increase.</summary>
    private static void ExpectSeries(CcProxyMetrics metrics, ProviderDirectory directory, PriceTable prices)
    {
        foreach (var (provider, model) in directory.ExpectedModels())
        {
            foreach (var route in ApiRoutes.Of(provider.Options.Api))
                metrics.Expect(provider.Name, route, model, prices.Has(model));
        }
        foreach (var route in Enum.GetValues<ApiRoute>())
            metrics.ExpectRefusals(route);
        foreach (var provider in directory.All)
        {
            metrics.Expect(provider.Name, ApiRoute.Models, CcProxyMetrics.Unknown, isPriced: false);

            // Of a model that the configuration does not name, only what fails at the provider is unknown; the others get their names.
            var hasOpenEnd = provider.Options.Models.Count == 0 || !provider.Options.Models.All(ModelPattern.IsExact);
            foreach (var route in hasOpenEnd ? ApiRoutes.Of(provider.Options.Api) : [])
                metrics.Expect(provider.Name, route, CcProxyMetrics.Unknown, isPriced: false);
        }
    }
}
