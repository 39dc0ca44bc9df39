using Vernier.AspNetCore.Configuration;
using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Tests;

public class CcProxyOptionsTests
{
    [Fact]
    public void Options_Defaults_AreTheDocumentedOnes()
    {
        var options = Configured();

        options.Enabled.ShouldBeTrue();
        options.Namespace.ShouldBe("ccproxy");
        options.MetricsEndpointEnabled.ShouldBeTrue();
        options.PushgatewayEnabled.ShouldBeFalse();
        options.PushgatewayUrl.ShouldBeNull();
        options.PushgatewayJob.ShouldBe("ccproxy");
        options.PushgatewayPushInterval.ShouldBe(TimeSpan.FromSeconds(60));
        options.CollectRequestMetrics.ShouldBeTrue();
        options.CollectTokenMetrics.ShouldBeTrue();
        options.CollectCostMetrics.ShouldBeTrue();
        options.CollectErrorMetrics.ShouldBeTrue();
        options.CollectPoolMetrics.ShouldBeTrue();
        options.HistogramBuckets.ShouldBe([0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25]);
        options.Port.ShouldBe(8000);
        (options.MaxRequestBodyBytes, options.MaxBufferedBodyBytes).ShouldBe((33_554_432, 268_435_456));
        Failures().ShouldBeEmpty();
    }

    [Fact]
    public void Configure_AllKeys_SetTheOptions()
    {
        var options = Configured(
            "enabled=false", "namespace=llm", "metrics_endpoint_enabled=false", "pushgateway_enabled=true", "pushgateway_url=http://p:9091", "pushgateway_job=j",
            "pushgateway_push_interval=5", "collect_request_metrics=false", "collect_token_metrics=false", "collect_cost_metrics=false", "collect_error_metrics=false",
            "collect_pool_metrics=false", "histogram_buckets:0=1", "port=1", "providers:0:name=a", "providers:0:api=OpenAI", "providers:0:url=https://a", "providers:0:api_key=k",
            "providers:0:models:0=x", "providers:0:models:1=y*", "providers:0:timeout=2.5", "pricing:0:model=x", "pricing:0:input=1.5", "pricing:0:output=2",
            "pricing:0:cache_read=3", "pricing:0:cache_write=4", "pool:max_clients=5", "pool:min_clients=2", "pool:acquire_timeout=0.5", "pool:idle_timeout=6",
            "pool:health_check_interval=7", "pool:health_check_timeout=8", "max_request_body_bytes=9", "max_buffered_body_bytes=10");

        options.Enabled.ShouldBeFalse();
        options.Namespace.ShouldBe("llm");
        options.MetricsEndpointEnabled.ShouldBeFalse();
        (options.PushgatewayEnabled, options.PushgatewayUrl, options.PushgatewayJob, options.PushgatewayPushInterval).ShouldBe((true, new Uri("http://p:9091"), "j", TimeSpan.FromSeconds(5)));
        (options.CollectRequestMetrics, options.CollectTokenMetrics, options.CollectCostMetrics, options.CollectErrorMetrics, options.CollectPoolMetrics)
            .ShouldBe((false, false, false, false, false));
        options.HistogramBuckets.ShouldBe([1]);
        options.Port.ShouldBe(1);
        var provider = options.Providers.ShouldHaveSingleItem();
        (provider.Name, provider.Api, provider.Url, provider.ApiKey, provider.Timeout).ShouldBe(("a", ApiShape.OpenAi, new Uri("https://a"), "k", TimeSpan.FromSeconds(2.5)));
        provider.Models.ShouldBe(["x", "y*"]);
        var price = options.Pricing.ShouldHaveSingleItem();
        (price.Model, price.Input, price.Output, price.CacheRead, price.CacheWrite).ShouldBe(("x", 1.5, 2, 3, 4));
        (options.Pool.MaxClients, options.Pool.MinClients, options.Pool.AcquireTimeout, options.Pool.IdleTimeout).ShouldBe((5, 2, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(6)));
        (options.Pool.HealthCheckInterval, options.Pool.HealthCheckTimeout).ShouldBe((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8)));
        (options.MaxRequestBodyBytes, options.MaxBufferedBodyBytes).ShouldBe((9, 10));
    }

    [Theory]
    [InlineData("http://user:secret1@p:9091")]
    [InlineData("ftp://user:secret1@p")]
    [InlineData("http://p:9091/metrics/job/x")]
    [InlineData("p:9091")]
    public void Read_InvalidPushgatewayUrl_FailsWithoutShowingThePassword(string url)
    {
        var failure = Failures("pushgateway_enabled=true", $"pushgateway_url={url}").ShouldHaveSingleItem();

        failure.ShouldStartWith("systems:ccproxy:pushgateway_url: ");
        failure.ShouldNotContain("secret1");
    }

    [Fact]
    public void Read_ManyInvalidSettings_ReportsEachWithItsKey()
    {
        var failures = Failures(
            "enbled=true", "enabled=perhaps", "namespace=9cc", "histogram_buckets:0=2", "histogram_buckets:1=1", "port=70000", "pushgateway_enabled=true",
            "pushgateway_push_interval=0", "pushgateway_job= ", "providers:0:name=A B", "providers:0:url=ftp://x", "providers:0:api=grpc", "providers:1:nam=x",
            "providers:1:name=a", "providers:1:url=http://a", "providers:1:timeout=0", "providers:2:name=a", "providers:2:url=http://a", "pricing:0:input=-1",
            "pricing:1:model=x", "pricing:2:model=x", "pool:max_clients=0", "pool:acquire_timeout=-1", "max_request_body_bytes=100", "max_buffered_body_bytes=99");

        failures.Select(f => f.Split(": ")[0]["systems:ccproxy:".Length..]).ShouldBe(
        [
            "enbled", "enabled", "namespace", "histogram_buckets", "port", "pushgateway_url", "pushgateway_push_interval", "pushgateway_job", "providers:0:name",
            "providers:0:url", "providers:0:api", "providers:1:nam", "providers:1:timeout", "providers:2:name", "pricing:0:input", "pricing:0:model", "pricing:2:model",
            "pool:max_clients", "pool:acquire_timeout", "pool:min_clients", "max_buffered_body_bytes",
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("pricing:0=x", "systems:ccproxy:pricing:0: invalid value 'x'; must be a section with keys.")]
    [InlineData("pool=5", "systems:ccproxy:pool: invalid value '5'; must be a section with keys.")]
    [InlineData("providers=x", "systems:ccproxy:providers: invalid value 'x'; must be a list with at least one entry.")]
    public void Read_WrongShape_Fails(string setting, string message) => Failures(setting).ShouldBe([message]);

    [Fact]
    public void Read_InvalidApiKey_IsNotInTheMessage() =>
        Failures("providers:0:name=a", "providers:0:url=http://a", "providers:0:api_key=abc\tdef1").ShouldHaveSingleItem().ShouldNotContain("def1");

    private static CcProxyOptions Configured(params string[] settings) => ValidatedOptions.Read<CcProxyOptions>(CcProxyApp.Section(settings), new List<OptionFailure>());

    private static List<string> Failures(params string[] settings)
    {
        var failures = new List<OptionFailure>();
        ValidatedOptions.Read<CcProxyOptions>(CcProxyApp.Section(settings), failures);
        return [.. failures.Select(f => f.ToString())];
    }
}
