using Vernier.EndToEnd.Servers;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Host.Demo;

public class DemoTrafficTests
{
    // The host without demo traffic is started first: when the metrics of the other host have changed, its metrics would have changed as well.
    [Fact]
    public async Task Demo_OnAndOff_MovesTheMetricsByItselfAndLeavesThemAtZero()
    {
        await using var silent = await OrchestrixHost.StartAsync(new());
        await using var lively = await OrchestrixHost.StartAsync(new("--demo", "true"));

        var moved = await Eventually.GetAsync(
            "orders are placed, read, repeated and refused",
            _ => lively.ScrapeAsync(),
            scrape => Sum(scrape, "orchestrix_messages_total") > 20 && Sum(scrape, "orchestrix_errors_total") > 1 && Sum(scrape, "orchestrix_messages_per_second") > 0);
        moved.Value("orchestrix_store_operations_total", ("operation", "load"), ("store", "memory")).ShouldBePositive();
        moved.Value("http_server_request_duration_seconds_count",
            ("http_request_method", "POST"), ("http_route", "/orders"), ("http_response_status_code", "202"), ("url_scheme", "http"), ("network_protocol_version", "1.1")).ShouldBePositive();

        var still = await silent.ScrapeAsync();
        still.Samples.Where(sample => sample.Name.StartsWith("orchestrix_") && sample.Value != 0).ShouldBeEmpty();
        still.Samples.Count(sample => sample.Name.StartsWith("orchestrix_")).ShouldBeGreaterThan(20);
    }

    private static double Sum(ParsedExposition scrape, string name) => scrape.Family(name).Samples.Sum(sample => sample.Value);
}
