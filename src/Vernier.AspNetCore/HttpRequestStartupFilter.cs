using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Requests;

namespace Vernier.AspNetCore;

/// <summary>
/// Puts the measuring of HTTP requests before all middleware of the application: what an exception handler or a status page makes of a request
/// is seen, and so is what they let through.
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
