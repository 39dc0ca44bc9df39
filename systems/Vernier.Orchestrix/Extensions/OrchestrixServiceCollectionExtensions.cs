using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Vernier;
using Vernier.AspNetCore;
using Vernier.AspNetCore.Security;
using Vernier.Forwarding;
using Vernier.Orchestrix;
using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Orders;
using Vernier.Orchestrix.Store;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Orchestrix in the services of an application.</summary>
public static class OrchestrixServiceCollectionExtensions
{
    /// <summary>
    /// Registers an <see cref="IMessageBus"/> and an <see cref="IEventStore"/> with metrics, both in memory unless the builder replaces them, and the
    /// order service, which <c>MapOrchestrix</c> starts. The metrics are registered in the application's <see cref="MetricRegistry"/>. Call it once.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">
    /// The configuration with the keys of <see cref="OrchestrixOptions"/>. Default: none. All configuration errors are reported at startup in one
    /// <see cref="OptionsValidationException"/>.
    /// </param>
    /// <returns>A builder that configures the bus and the store.</returns>
    public static OrchestrixBuilder AddOrchestrix(this IServiceCollection services, IConfigurationSection? section = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = new OrchestrixBuilder(services).AddEvent<OrderProcessed>().AddAggregate(OrderHandlers.AggregateType);
        services.AddValidatedOptions<OrchestrixOptions>(section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddVernier();
        services.AddOptions<VernierOptions>().Configure<IOptions<OrchestrixOptions>>(ApplyDefaultMetrics);
        services.TryAddSingleton(_ => new DeadLetterQueue());
        services.AddSingleton(provider => new OrchestrixMetrics(
            provider.GetRequiredService<MetricRegistry>(), provider.GetRequiredService<IOptions<OrchestrixOptions>>().Value.HistogramBuckets));
        services.AddSingleton<IMessageBus>(provider =>
            new InstrumentedMessageBus(builder.Bus(provider), provider.GetRequiredService<OrchestrixMetrics>()));
        services.AddSingleton<IEventStore>(provider =>
            new InstrumentedEventStore(builder.Store(provider), provider.GetRequiredService<OrchestrixMetrics>(), builder.Aggregates));
        services.AddSingleton<OrderHandlers>();
        services.AddSingleton(_ => new BodyBudget(OrchestrixEndpoints.MaxBufferedBodyBytes));
        services.AddSingleton<OrderAvailability>();
        services.AddRequestRules<OrchestrixOptions>(
            options => new RequestRules(
                options.AllowedHosts, options.AllowedOrigins, "allowed_hosts in the options of Orchestrix", "allowed_origins in the options of Orchestrix"),
            (options, rules) => new RemoteAccessOptions
            {
                Service = "Orchestrix",
                Rules = rules,
                AllowUnauthenticatedRemote = options.AllowUnauthenticatedRemote,
                Advice = "Listen on 127.0.0.1 only, or set allow_unauthenticated_remote of Orchestrix to true if only trusted clients can connect.",
            });
        return builder;
    }

    /// <summary>The option can only disable the default metrics: metrics that the application has disabled stay disabled.</summary>
    private static void ApplyDefaultMetrics(VernierOptions vernier, IOptions<OrchestrixOptions> orchestrix)
    {
        vernier.RuntimeMetrics &= orchestrix.Value.EnableDefaultMetrics;
        vernier.ProcessMetrics &= orchestrix.Value.EnableDefaultMetrics;
    }
}
