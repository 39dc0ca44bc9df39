using System.Diagnostics;
using System.Net;
using Vernier.EndToEnd.Servers;
using Vernier.EndToEnd.Systems.Orchestrix;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Host.Serving;

public class StopTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Stop_Signal_EndsWithinSecondsWithExitCodeZero(string signal)
    {
        await using var host = await OrchestrixHost.StartAsync(new("--demo", "true"));
        await host.ScrapeAsync();
        var watch = Stopwatch.StartNew();

        var exitCode = await host.Process.StopAsync(signal);

        exitCode.ShouldBe(0, string.Join('\n', host.Process.Output));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        host.Process.Output.ShouldNotContain(line => line.Contains("xception"));
    }

    // The statement times out after three seconds, which is longer than the default wait of the command line library.
    [Fact]
    public async Task Stop_OrderIsInFlight_IsCompletedFirst()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var host = await OrchestrixHost.StartAsync(postgres, "Command Timeout=3");
        using var first = await host.PlaceAsync("ORD-1");
        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await using var held = await TableLock.TakeAsync(postgres);
        var waiting = host.PlaceAsync("ORD-2");
        await Eventually.GetAsync("the order waits for the database", _ => host.ScrapeAsync(), scrape => IsBusy(scrape));

        var stop = host.Process.StopAsync();

        await waiting.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        (await stop).ShouldBe(0, string.Join('\n', host.Process.Output));
    }

    private static bool IsBusy(ParsedExposition scrape) => scrape.Value("orchestrix_active_handlers", ("handler", "handle_process_order")) == 1;
}
