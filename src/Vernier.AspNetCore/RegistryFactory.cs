using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Vernier.AspNetCore;

/// <summary>Creates the registry of the application.</summary>
internal static class RegistryFactory
{
    public static MetricRegistry Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<VernierOptions>>().Value;
        ILogger logger = services.GetRequiredService<ILogger<MetricRegistry>>();
        var registry = new MetricRegistry(new MetricRegistryOptions
        {
            ConstantLabels = [.. options.ConstantLabels],
            MaxSeriesPerFamily = options.MaxSeriesPerFamily,
            CallbackTimeout = options.CallbackTimeout,
            SelfMetrics = options.SelfMetrics,
            TimeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System,
            OnCollectorStateChanged = change => Log(logger, change),
        });
        if (options.RuntimeMetrics)
            registry.AddRuntimeMetrics();
        if (options.ProcessMetrics)
            registry.AddProcessMetrics();
        return registry;
    }

    private static void Log(ILogger logger, CollectorStateChange change)
    {
        if (change.Failure is { } failure)
            RegistryLog.CollectorFailed(logger, change.Collector, failure);
        else
            RegistryLog.CollectorRecovered(logger, change.Collector);
    }
}
