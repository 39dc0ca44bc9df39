using Vernier.CcProxy.Usage;
using Vernier.Host.Demo.LocalProvider;

namespace Vernier.CcProxy.Tests.Sdk;

/// <summary>Compares the metrics with the usage that clients received.</summary>
internal static class UsageAssert
{
    public static void ShouldBeIn(CcProxyApp app, string service, string model, params TokenUsage[] usages)
    {
        var scrape = app.ScrapeAtRest();
        var price = LocalModels.Prices.Single(p => p.Model == model);
        (string Type, long Tokens, double Price)[] figures =
        [
            ("input", usages.Sum(u => u.Input), price.Input),
            ("output", usages.Sum(u => u.Output), price.Output),
            ("cache_read", usages.Sum(u => u.CacheRead), price.CacheRead),
            ("cache_write", usages.Sum(u => u.CacheWrite), price.CacheWrite),
        ];
        usages.ShouldAllBe(u => u.Input > 0 && u.Output > 0);
        foreach (var (type, tokens, dollars) in figures)
        {
            scrape.Value("ccproxy_tokens_total", ("type", type), ("model", model), ("service_type", service)).ShouldBe(tokens);
            scrape.Value("ccproxy_cost_usd_total", ("model", model), ("cost_type", type), ("service_type", service)).ShouldBe(tokens * dollars / 1e6, 1e-12);
        }
        scrape.Total("ccproxy_requests_total", ("status", "200"), ("service_type", service)).ShouldBe(usages.Length);
        scrape.Total("ccproxy_errors_total").ShouldBe(0);
    }
}
