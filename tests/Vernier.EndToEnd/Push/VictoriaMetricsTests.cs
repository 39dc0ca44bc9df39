using Vernier.EndToEnd.Servers;
using Vernier.Push.Loop;
using Vernier.Push.Pushgateway;

namespace Vernier.EndToEnd.Push;

/// <summary>The samples that a real VictoriaMetrics stores.</summary>
public class VictoriaMetricsTests
{
    [Fact]
    public async Task Push_ToEitherPath_IsStoredWithTheGroupingKeyAsLabels()
    {
        await using var server = await VictoriaMetricsServer.StartAsync();
        (string Path, bool Compress)[] ways = [("api/v1/import/prometheus", false), ("api/v1/write", false), ("api/v1/write", true)];
        for (var i = 0; i < ways.Length; i++)
        {
            var registry = new MetricRegistry();
            registry.Counter("done_total", "Done.").Inc(5 + i);
            registry.Histogram("work_seconds", "Time.").Observe(0.3);
            registry.GaugeFamily(new GaugeDefinition("up", "Up.") { Labels = [new("job")] }).With("its own").Set(1);
            var options = new PushgatewayOptions { Url = new Uri(server.Address, ways[i].Path), Job = "a/b & c", Instance = $"i-{i}", Compress = ways[i].Compress };
            options.GroupingKey["zone"] = "eu=1";
            options.GroupingKey["empty"] = "";
            using var client = new PushgatewayClient(registry, options);

            var result = await client.PushAsync();
            result.IsSuccess.ShouldBeTrue(result.Cause);

            var done = (await StoredAsync(server, $$"""done_total{instance="i-{{i}}"}""")).ShouldHaveSingleItem();
            done.Value.ShouldBe(5 + i);
            done.Labels.ShouldBe(
                new Dictionary<string, string> { ["__name__"] = "done_total", ["job"] = "a/b & c", ["instance"] = $"i-{i}", ["zone"] = "eu=1" },
                ignoreOrder: true);
            (await StoredAsync(server, $$"""work_seconds_bucket{instance="i-{{i}}",le="0.5"}""")).ShouldHaveSingleItem().Value.ShouldBe(1);
            // As with a Pushgateway, the grouping key overrides the labels of the sample.
            (await StoredAsync(server, $$"""up{instance="i-{{i}}"}""")).ShouldHaveSingleItem().Labels["job"].ShouldBe("a/b & c");
        }
    }

    [Fact]
    public async Task Delete_NoGroups_IsRefusedWithoutDeleting()
    {
        await using var server = await VictoriaMetricsServer.StartAsync();
        var registry = new MetricRegistry();
        registry.Counter("done_total", "Done.").Inc();
        using var client = new PushgatewayClient(registry, new PushgatewayOptions { Url = new Uri(server.Address, "api/v1/import/prometheus"), Job = "j" });
        (await client.PushAddAsync()).IsSuccess.ShouldBeTrue();

        (await client.DeleteAsync()).Outcome.ShouldBe(PushOutcome.Refused);

        (await StoredAsync(server, "done_total")).ShouldHaveSingleItem();
    }

    private static Task<IReadOnlyList<QuerySample>> StoredAsync(VictoriaMetricsServer server, string promQl) =>
        Eventually.GetAsync($"VictoriaMetrics returns a result of {promQl}", token => server.QueryAsync(promQl, token), samples => samples.Count > 0);
}
