using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore;
using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Orders;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix;

/// <summary>Adds Orchestrix to an application.</summary>
public static class OrchestrixServices
{
    /// <summary>
    /// Adds an <see cref="IMessageBus"/> and an <see cref="IEventStore"/> with their metrics, in memory unless the builder is told otherwise, and the
    /// order service, which <see cref="OrchestrixEndpoints.MapOrchestrix"/> starts. The metrics go to the application's
    /// <see cref="MetricRegistry"/>, for which it calls <see cref="VernierServiceCollectionExtensions.AddVernier"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">
    /// The configuration with the document's keys (<c>port</c>, <c>path</c>, <c>enable_default_metrics</c>, <c>histogram_buckets</c>); default: none.
    /// All its mistakes are reported at the start of the application in one <see cref="OptionsValidationException"/>.
    /// </param>
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
        return builder;
    }

    /// <summary>The document's switch can only take the default metrics away: an application that has switched them off keeps them off.</summary>
    private static void ApplyDefaultMetrics(VernierOptions vernier, IOptions<OrchestrixOptions> orchestrix)
    {
        vernier.RuntimeMetrics &= orchestrix.Value.EnableDefaultMetrics;
        vernier.ProcessMetrics &= orchestrix.Value.EnableDefaultMetrics;
    }
}
