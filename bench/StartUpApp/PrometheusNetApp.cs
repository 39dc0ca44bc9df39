#if PROMETHEUS_NET
using Prometheus;

namespace StartUpApp;

/// <summary>With the metrics that prometheus-net has by default, and its request metrics.</summary>
internal static class PrometheusNetApp
{
    public static void Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.UseHttpMetrics();
        MetricServerMiddlewareExtensions.MapMetrics(app);
        app.Run();
    }
}
#endif
