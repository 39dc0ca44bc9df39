using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Requests;

namespace Vernier.AspNetCore;

/// <summary>
/// Inserts the request metrics before all middleware of the application, so that they see the final status of exception handlers and status pages, and
/// unhandled exceptions.
/// </summary>
internal sealed class HttpRequestStartupFilter(MetricRegistry registry, IOptions<VernierOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (options.Value.HttpRequestMetrics)
        {
            IRequestRecorder recorder = options.Value.HttpRequestNaming == HttpRequestNaming.PrometheusNet
                ? new PrometheusNetRecorder(registry, options.Value.HttpRequestBuckets)
                : new OpenTelemetryRecorder(registry, options.Value.HttpRequestBuckets);
            app.Use(inner => new HttpRequestMiddleware(inner, recorder, registry.TimeProvider).InvokeAsync);
        }
        next(app);
    };
}
