using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vernier.AiOrchestrator.Hubs;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class RoundTripTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ping_ClientReturnsAResult_MeasuresTheRoundTrip(bool longPolling)
    {
        await using var app = await HubApp.StartAsync(["web_socket:ping_interval=00:00:00.1"]);
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"), longPolling: longPolling);
        await Waiting.UntilAsync(() => Measured(app) >= 3, "three round trips");

        var session = app.Connections.Snapshot().ShouldHaveSingleItem();
        session.AverageLatency.ShouldBeGreaterThan(0);
        session.MaxLatency.ShouldBeGreaterThanOrEqualTo(session.AverageLatency);
        app.Value("messages_out_total").ShouldBe(0);
        app.Value("messages_in_total").ShouldBe(0);
        app.Value("message_queue_depth").ShouldBe(0);
    }

    [Fact]
    public async Task Ping_ClientWithoutTheMethod_IsMeasuredToo()
    {
        await using var app = await HubApp.StartAsync(["web_socket:ping_interval=00:00:00.1"]);
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"), ping: PingResponse.Error);
        await Waiting.UntilAsync(() => Measured(app) >= 2, "two round trips");
        await app.AddEventsAsync(run, 1);
        await client.WaitForEventsAsync(1);
    }

    [Fact]
    public async Task Ping_ClientThatDoesNotRespond_StaysConnectedWithoutMeasurement()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(time: time);
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"), ping: PingResponse.None);
        await HubApp.AdvanceUntilAsync(time, () => client.PingCount == 1, "a ping");
        time.Advance(TimeSpan.FromMinutes(1));

        Measured(app).ShouldBe(0);
        await app.AddEventsAsync(run, 1);
        await client.WaitForEventsAsync(1);
        app.Value("active_connections").ShouldBe(1);
    }

    // SignalR closes a connection whose result arrives while the invocation is being canceled, so the server waits for the result without a limit.
    [Fact]
    public async Task Ping_ClientThatRespondsLate_StaysConnectedAndIsMeasured()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(time: time);
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"), ping: PingResponse.None);
        await HubApp.AdvanceUntilAsync(time, () => client.PingCount == 1, "a ping");
        time.Advance(TimeSpan.FromSeconds(25));
        await client.RespondToPingAsync();

        await Waiting.UntilAsync(() => Measured(app) == 1, "the round trip");
        app.Connections.Snapshot().ShouldHaveSingleItem().MaxLatency.ShouldBeGreaterThanOrEqualTo(25_000);
    }

    [Fact]
    public async Task Sample_EveryTenSeconds_RecordsTheMeanQualityAndTheDelivery()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(["web_socket:ping_interval=01:00:00"], time);
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 4);
        await using var first = await app.ConnectAsync(run, token);
        await first.WaitForEventsAsync(4);
        await using var second = await app.ConnectAsync(run, token, Guid.NewGuid().ToString("N"), after: 4);
        await HubApp.AdvanceUntilAsync(time, () => Samples(app, "connection_quality") >= 2, "two samples");

        // The latency is not measured; one of the two has reconnected once.
        (app.Value("connection_quality_sum") / Samples(app, "connection_quality")).ShouldBe(97, 1e-9);
        Summary(app, "connection_quality").ShouldBe(97, 1);
        Summary(app, "message_delivery_rate").ShouldBe(1, 0.01);
        Samples(app, "message_delivery_rate").ShouldBe(Samples(app, "connection_quality"));
    }

    [Fact]
    public async Task Sample_WithoutConnections_RecordsNothing()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(time: time);
        app.Host.Services.GetServices<IHostedService>().OfType<HubMonitor>().ShouldHaveSingleItem().Sample();
        Samples(app, "connection_quality").ShouldBe(0);
        Samples(app, "message_delivery_rate").ShouldBe(0);
    }

    private static double Measured(HubApp app) => app.Value("message_latency_count");

    private static double Samples(HubApp app, string metric) => app.Value($"{metric}_count");

    private static double Summary(HubApp app, string metric) => app.Value(metric, ("quantile", "0.5"));
}
