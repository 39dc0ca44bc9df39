using System.Net;
using System.Net.Http.Json;
using Vernier.EndToEnd.Servers;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.SampleProjects;

public class SampleTests
{
    [Fact]
    public async Task MinimalWeb_OrderPlaced_IsCounted()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var server = await StartAsync("Minimal.Web", address, "--urls", address.ToString());

        using var order = await Readiness.Http.PostAsJsonAsync(new Uri(address, "orders"), new { payment = "Invoice", country = "SE", items = 3 });

        order.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var scrape = await ScrapeAsync(address);
        scrape.Value("shop_orders_total", ("method", "invoice"), ("country", "SE")).ShouldBe(1);
        scrape.Value("shop_basket_items_sum").ShouldBe(3);
        scrape.Value("http_server_request_duration_seconds_count",
            ("http_request_method", "POST"), ("http_route", "/orders"), ("http_response_status_code", "202"), ("url_scheme", "http"), ("network_protocol_version", "1.1")).ShouldBe(1);
    }

    [Fact]
    public void MinimalWeb_Program_HasUnderFortyLines() =>
        File.ReadLines(Path.Combine(Repository.Root, "samples", "Minimal.Web", "Program.cs")).Count().ShouldBeLessThan(40);

    [Fact]
    public async Task Worker_AtWork_ShowsItOnTheStandaloneListener()
    {
        var port = FreePort.Next();
        var address = new Uri($"http://127.0.0.1:{port}");
        await using var server = await StartAsync("Worker", address, $"--Metrics:Port={port}");

        ParsedExposition scrape = await Eventually.GetAsync(
            "files are imported", _ => ScrapeAsync(address), scrape => scrape.HasFamily("import_files_total") && scrape.Value("import_duration_seconds_count") >= 2);

        scrape.Family("import_files_total").Samples.Sum(sample => sample.Value).ShouldBeGreaterThanOrEqualTo(1);
        scrape.Family("import_running").Type.ShouldBe(ParsedFamilyType.Gauge);
        (await server.StopAsync()).ShouldBe(0, string.Join('\n', server.Output));
    }

    // The project reference builds the sample, and all projects share one output folder.
    private static Task<ServerProcess> StartAsync(string sample, Uri address, params IReadOnlyList<string> arguments)
    {
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var program = Path.Combine(own, "..", "..", sample, Path.GetFileName(own), sample + ".dll");
        return ServerProcess.StartAsync(new Command("dotnet", [program, .. arguments]), Readiness.Url(new(address, "metrics")));
    }

    private static async Task<ParsedExposition> ScrapeAsync(Uri address) =>
        PrometheusTextParser.Parse(await Readiness.Http.GetByteArrayAsync(new Uri(address, "metrics")));
}
