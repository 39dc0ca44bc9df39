using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vernier.EndToEnd.Servers;
using Vernier.Push.Loop;
using Vernier.Push.Pushgateway;

namespace Vernier.EndToEnd.Push;

/// <summary>The pusher with a real Pushgateway: outage and recovery, refusal, shutdown of the application.</summary>
public class PushgatewayPusherTests
{
    [Fact]
    public async Task Push_PushgatewayRecovers_BreakerClosesAndNothingIsLost()
    {
        await using var server = await PushgatewayServer.StartNewAsync();
        var registry = new MetricRegistry();
        var done = registry.Counter("done_total", "Done.");
        var pushes = registry.Counter(PushCatalog.Pushes);
        var options = Options(server, TimeSpan.FromSeconds(1));
        options.RetryDelay = TimeSpan.FromMilliseconds(50);
        options.BreakDuration = TimeSpan.FromSeconds(2);
        await using var pusher = new PushgatewayPusher(registry, options);
        done.Inc();
        pusher.Start();
        await HoldsAsync(server, 1);

        await server.StopAsync();
        done.Inc(10);
        await Eventually.TrueAsync("the breaker opens and a push is skipped", _ => Task.FromResult(pushes.With(new("pushgateway", PushOutcome.Skipped)).Value > 0));
        pushes.With(new("pushgateway", PushOutcome.Failed)).Value.ShouldBeGreaterThanOrEqualTo(options.BreakerThreshold);
        (await pusher.FlushAsync()).IsTransient.ShouldBeTrue();
        registry.StateSetFamily(PushCatalog.Breaker).With("pushgateway").IsOn("closed").ShouldBeFalse();
        done.Inc(100);

        await server.StartAsync();
        await HoldsAsync(server, 111);
        registry.StateSetFamily(PushCatalog.Breaker).With("pushgateway").IsOn("closed").ShouldBeTrue();
    }

    [Fact]
    public async Task Push_Refused_SucceedsAtALaterIntervalWhenTheCauseIsFixed()
    {
        await using var server = await PushgatewayServer.StartNewAsync();
        using var blocking = new PushgatewayClient(WithGauge("done_total"), new PushgatewayOptions { Url = server.Address, Job = "other" });
        (await blocking.PushAsync()).IsSuccess.ShouldBeTrue();
        var registry = new MetricRegistry();
        registry.Counter("done_total", "Done.").Inc();
        var pushes = registry.Counter(PushCatalog.Pushes);
        await using var pusher = new PushgatewayPusher(registry, Options(server, TimeSpan.FromSeconds(1)));

        pusher.Start();
        await Eventually.TrueAsync("two are refused", _ => Task.FromResult(pushes.With(new("pushgateway", PushOutcome.Refused)).Value >= 2));
        registry.StateSetFamily(PushCatalog.Breaker).With("pushgateway").IsOn("closed").ShouldBeTrue();
        await blocking.DeleteAsync();

        await HoldsAsync(server, 1);
    }

    [Fact]
    public async Task Host_Stops_FinalPushIncludesMetricsOfStoppingServices()
    {
        await using var server = await PushgatewayServer.StartNewAsync();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(_ => new MetricRegistry());
        builder.Services.AddHostedService<LateWorker>();
        builder.Services.AddPushgateway(options => (options.Url, options.Job, options.Instance, options.Interval) = (server.Address, "pusher", "i-1", TimeSpan.FromHours(1)));
        using var host = builder.Build();
        await host.StartAsync();
        await HoldsAsync(server, 0);

        await host.StopAsync();

        (await server.ScrapeAsync()).Value("done_total", ("job", "pusher"), ("instance", "i-1")).ShouldBe(5);
    }

    private static Task HoldsAsync(PushgatewayServer server, double expected) => Eventually.TrueAsync($"done_total is {expected}", async token =>
        (await server.ScrapeAsync(token)).Value("done_total", ("job", "pusher"), ("instance", "i-1")) == expected);

    private static MetricRegistry WithGauge(string name)
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false });
        registry.Gauge(name, "A gauge.").Set(1);
        return registry;
    }

    private static PushgatewayOptions Options(PushgatewayServer server, TimeSpan interval) =>
        new() { Url = server.Address, Job = "pusher", Instance = "i-1", Interval = interval };

    /// <summary>A service that works while the application stops.</summary>
    private sealed class LateWorker(MetricRegistry registry) : IHostedService
    {
        private readonly Counter _done = registry.Counter("done_total", "Done.");

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _done.Inc(5);
            return Task.CompletedTask;
        }
    }
}
