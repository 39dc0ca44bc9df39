using Vernier.EndToEnd.Servers;
using Vernier.Push.Loop;
using Vernier.Push.Pushgateway;

namespace Vernier.EndToEnd.Push;

/// <summary>The content of a real Pushgateway after each request.</summary>
public class PushgatewayClientTests(PushgatewayFixture fixture) : IClassFixture<PushgatewayFixture>
{
    private PushgatewayServer Server => fixture.Server;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Push_EveryMetricType_IsStoredWithItsValues(bool compress)
    {
        var options = Options("kinds", "i-1");
        options.Compress = compress;
        var registry = new MetricRegistry();
        registry.AddRuntimeMetrics();
        registry.AddProcessMetrics();
        registry.Counter("kinds_done_total", "Done: \\ and\nmore.").Inc(7);
        registry.Gauge("kinds_level", "Level.").Set(double.NegativeInfinity);
        registry.Histogram("kinds_seconds", "Time.").Observe(0.3);
        using var client = new PushgatewayClient(registry, options);
        await client.DeleteAsync();

        // The second push counts the series that callbacks reported to the first one.
        (await client.PushAsync()).StatusCode.ShouldBe(200);
        (await client.PushAsync()).StatusCode.ShouldBe(200);

        var held = await Server.ScrapeAsync();
        held.Value("kinds_done_total", ("job", "kinds"), ("instance", "i-1")).ShouldBe(7);
        held.Value("kinds_level", ("job", "kinds"), ("instance", "i-1")).ShouldBe(double.NegativeInfinity);
        held.Value("kinds_seconds_bucket", ("job", "kinds"), ("instance", "i-1"), ("le", "0.5")).ShouldBe(1);
        held.Value("kinds_seconds_sum", ("job", "kinds"), ("instance", "i-1")).ShouldBe(0.3);
        held.Value("vernier_series", ("job", "kinds"), ("instance", "i-1")).ShouldBeGreaterThan(10);
        held.Samples.ShouldContain(sample => sample.Name == "process_start_time_seconds" && sample.Labels["job"] == "kinds");
        held.Samples.ShouldContain(sample => sample.Name == "dotnet_gc_collections_total" && sample.Labels["job"] == "kinds");
    }

    [Theory]
    [InlineData("plain-1.0_x~")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData("/var/tmp")]
    [InlineData("a//b/")]
    [InlineData("a%2Fb")]
    [InlineData("two words + more")]
    [InlineData("Προμηθεύς 日本 🚀")]
    [InlineData("\"quoted\\\"\nline?#&=;@base64")]
    public async Task Push_AnyLabelValue_IsUnchanged(string value)
    {
        var options = Options("odd values", "i-1");
        options.GroupingKey["value"] = value;
        using var client = new PushgatewayClient(WithGauge("odd_values", 4), options);

        (await client.PushAsync()).IsSuccess.ShouldBeTrue();
        (await Server.ScrapeAsync()).Value("odd_values", ("job", "odd values"), ("instance", "i-1"), ("value", value)).ShouldBe(4);

        (await client.DeleteAsync()).StatusCode.ShouldBe(202);
        await Eventually.TrueAsync("the group does not exist", async token => (await Server.ScrapeAsync(token)).Samples.All(sample => sample.Name != "odd_values"));
    }

    [Fact]
    public async Task Push_JobWithASlashAndNoInstance_IsUnchanged()
    {
        using var client = new PushgatewayClient(WithGauge("slashed", 1), Options("a/b", null));
        (await client.PushAsync()).IsSuccess.ShouldBeTrue();
        (await Server.ScrapeAsync()).Value("slashed", ("job", "a/b"), ("instance", "")).ShouldBe(1);
    }

    [Fact]
    public async Task Push_Twice_ReplacesOnlyTheGroup()
    {
        using var first = new PushgatewayClient(WithGauge("replaced_first", 1), Options("replace", "i-1"));
        using var other = new PushgatewayClient(WithGauge("replaced_other", 2), Options("replace", "i-2"));
        using var second = new PushgatewayClient(WithGauge("replaced_second", 3), Options("replace", "i-1"));

        foreach (var client in new[] { first, other, second })
            (await client.PushAsync()).IsSuccess.ShouldBeTrue();

        var held = await Server.ScrapeAsync();
        held.HasFamily("replaced_first").ShouldBeFalse();
        held.Value("replaced_other", ("job", "replace"), ("instance", "i-2")).ShouldBe(2);
        held.Value("replaced_second", ("job", "replace"), ("instance", "i-1")).ShouldBe(3);
    }

    [Fact]
    public async Task PushAdd_OtherNames_AreKeptAndSameNamesReplaced()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false });
        var merged = registry.Gauge("merged", "Merged.");
        using var first = new PushgatewayClient(WithGauge("merged_first", 1), Options("merge", "i-1"));
        using var second = new PushgatewayClient(registry, Options("merge", "i-1"));

        (await first.PushAddAsync()).IsSuccess.ShouldBeTrue();
        merged.Set(2);
        (await second.PushAddAsync()).IsSuccess.ShouldBeTrue();
        merged.Set(3);
        (await second.PushAddAsync()).IsSuccess.ShouldBeTrue();

        var held = await Server.ScrapeAsync();
        held.Value("merged_first", ("job", "merge"), ("instance", "i-1")).ShouldBe(1);
        held.Value("merged", ("job", "merge"), ("instance", "i-1")).ShouldBe(3);
    }

    [Fact]
    public async Task Delete_OneGroup_KeepsTheOthers()
    {
        using var first = new PushgatewayClient(WithGauge("deleted", 1), Options("delete", "i-1"));
        using var second = new PushgatewayClient(WithGauge("deleted", 2), Options("delete", "i-2"));
        await first.PushAsync();
        await second.PushAsync();

        (await first.DeleteAsync()).IsSuccess.ShouldBeTrue();

        await Eventually.TrueAsync("the group does not exist", async token => (await Server.ScrapeAsync(token)).Find("deleted", ("job", "delete"), ("instance", "i-1")) is []);
        (await Server.ScrapeAsync()).Value("deleted", ("job", "delete"), ("instance", "i-2")).ShouldBe(2);
        (await first.DeleteAsync()).IsSuccess.ShouldBeTrue("deleting a group that does not exist succeeds");
    }

    [Fact]
    public async Task Push_TypeConflictsWithAnotherGroup_IsRefusedWithTheMessageOfThePushgateway()
    {
        using var held = new PushgatewayClient(WithGauge("inconsistent", 1), Options("inconsistent", "i-1"));
        (await held.PushAsync()).IsSuccess.ShouldBeTrue();
        var registry = new MetricRegistry();
        registry.Histogram("inconsistent", "Of another type.").Observe(1);
        using var client = new PushgatewayClient(registry, Options("inconsistent", "i-2"));

        var result = await client.PushAsync();

        result.Outcome.ShouldBe(PushOutcome.Refused);
        result.IsTransient.ShouldBeFalse();
        result.StatusCode.ShouldBe(400);
        result.Cause!.ShouldStartWith("400 Bad Request: pushed metrics are invalid or inconsistent with existing metrics");
        (await Server.ScrapeAsync()).Value("inconsistent", ("job", "inconsistent"), ("instance", "i-1")).ShouldBe(1);
    }

    private static MetricRegistry WithGauge(string name, double value)
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false });
        registry.Gauge(name, "A gauge.").Set(value);
        return registry;
    }

    private PushgatewayOptions Options(string job, string? instance) => new() { Url = Server.Address, Job = job, Instance = instance };
}
