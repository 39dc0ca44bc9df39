using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier;
using Vernier.AspNetCore.Security;
using Vernier.CcProxy;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;
using Vernier.CcProxy.Proxy;
using Vernier.Forwarding;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers CCProxy in an application's services.</summary>
public static class CcProxyServiceCollectionExtensions
{
    /// <summary>
    /// Registers the proxy, its client pools, hooks and metrics; <c>MapCcProxy</c> adds the routes. Register further hooks as singletons of
    /// <see cref="IHook"/>. The metrics are registered in the application's <see cref="MetricRegistry"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">
    /// The configuration with the keys of <see cref="CcProxyOptions"/>. Default: none. All configuration errors are reported at startup in one
    /// <see cref="OptionsValidationException"/>.
    /// </param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddCcProxy(this IServiceCollection services, IConfigurationSection? section = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddValidatedOptions<CcProxyOptions>(section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddVernier();
        services.AddSingleton(CreateMetrics);
        services.AddSingleton(CreateBus);
        services.AddSingleton(provider => new HookPublisher(provider.GetRequiredService<HookBus>()));
        services.AddSingleton(provider => new PriceTable(OptionsOf(provider).Pricing));
        services.AddSingleton(CreateDirectory);
        services.AddSingleton(CreateBodyLimits);
        services.AddSingleton(provider => new HttpForwarder(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ReverseProxy>();
        services.AddRequestRules<CcProxyOptions>(
            options => new RequestRules(options.AllowedHosts, options.AllowedOrigins, "allowed_hosts in the options of CCProxy", "allowed_origins in the options of CCProxy"),
            (options, rules) => new RemoteAccessOptions
            {
                Service = "CCProxy",
                Rules = rules,
                AllowUnauthenticatedRemote = options.AllowUnauthenticatedRemote,
                Advice = "Listen on 127.0.0.1 only, or set allow_unauthenticated_remote of CCProxy to true if only trusted clients can connect.",
            });

        // Services stop in reverse order: the last push follows the last events.
        services.AddHostedService<CcProxyPush>();
        services.AddHostedService<HookService>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<HealthChecker>(provider, OptionsOf(provider).Pool));
        return services;
    }

    private static CcProxyOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<CcProxyOptions>>().Value;

    private static BodyLimits CreateBodyLimits(IServiceProvider services)
    {
        var options = OptionsOf(services);
        return new BodyLimits(new BodyBudget(options.MaxBufferedBodyBytes), options.MaxRequestBodyBytes);
    }

    private static CcProxyMetrics CreateMetrics(IServiceProvider services)
    {
        var version = typeof(CcProxyOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? CcProxyMetrics.Unknown;
        return new CcProxyMetrics(services.GetRequiredService<MetricRegistry>(), OptionsOf(services), version);
    }

    private static HookBus CreateBus(IServiceProvider services)
    {
        List<IHook> hooks = [.. services.GetServices<IHook>()];
        if (OptionsOf(services).Enabled)
        {
            var metrics = services.GetRequiredService<CcProxyMetrics>();
            hooks.Add(new CcProxyMetricsHook(metrics));
            hooks.ForEach(metrics.ExpectHook);
        }
        return new HookBus(hooks, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<HookBus>>());
    }

    private static ProviderDirectory CreateDirectory(IServiceProvider services)
    {
        var options = OptionsOf(services);
        var bus = services.GetRequiredService<HookBus>();
        var time = services.GetRequiredService<TimeProvider>();
        var prices = services.GetRequiredService<PriceTable>();
        var directory = new ProviderDirectory(options.Providers.Select(p => new Provider(p, options.Pool, bus, time)), prices.Models);
        if (options.Enabled)
            CreateSeries(services.GetRequiredService<CcProxyMetrics>(), directory, prices);
        return directory;
    }

    /// <summary>Series that can be predicted start at 0, so that their first event is an increase.</summary>
    private static void CreateSeries(CcProxyMetrics metrics, ProviderDirectory directory, PriceTable prices)
    {
        foreach (var (provider, model) in directory.ExpectedModels())
        {
            foreach (var route in ApiRoutes.Of(provider.Options.Api))
                metrics.ExpectRequests(provider.Name, route, model, prices.Contains(model));
        }
        foreach (var route in Enum.GetValues<ApiRoute>())
            metrics.ExpectRejections(route);
        foreach (var provider in directory.All)
        {
            metrics.ExpectRequests(provider.Name, ApiRoute.Models, CcProxyMetrics.Unknown, isPriced: false);

            // A request for a model that is not in the configuration has the model unknown only if it fails at the provider.
            var servesUnlisted = provider.Options.Models.Count == 0 || !provider.Options.Models.All(ModelPattern.IsExact);
            foreach (var route in servesUnlisted ? ApiRoutes.Of(provider.Options.Api) : [])
                metrics.ExpectRequests(provider.Name, route, CcProxyMetrics.Unknown, isPriced: false);
        }
    }
}
