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
            var metrics = new HttpRequestMetrics(registry, options.Value.HttpRequestBuckets);
            app.Use(inner => new HttpRequestMiddleware(inner, metrics).InvokeAsync);
        }
        next(app);
    };
}
