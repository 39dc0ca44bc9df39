using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vernier.Push.Loop;
using Vernier.Push.Pushgateway;
using Vernier.Push.Tests.Http;
using Vernier.Testing;

namespace Vernier.Push.Tests;

public class AddPushgatewayTests
{
    [Fact]
    public async Task Host_InvalidOptions_DoesNotStartAndReportsAll()
    {
        using var host = Build(services => services.AddVernier().AddPushgateway(options => options.Interval = TimeSpan.Zero));
        var exception = await Should.ThrowAsync<OptionsValidationException>(host.StartAsync(TestContext.Current.CancellationToken));
        exception.Failures.Count().ShouldBe(3);
    }

    [Fact]
    public async Task Host_NoRegistry_ThrowsWithTheMissingCall()
    {
        using var host = Build(services => services.AddPushgateway(options => (options.Url, options.Job) = (new Uri("http://localhost:9091"), "j")));
        (await Should.ThrowAsync<InvalidOperationException>(host.StartAsync(TestContext.Current.CancellationToken))).Message.ShouldContain("AddVernier");
    }

    [Fact]
    public void AddPushgateway_Twice_IsOnePusherWithBothConfigurations()
    {
        using var host = Build(services => services.AddVernier()
            .AddPushgateway(options => options.Url = new Uri("http://localhost:9091"))
            .AddPushgateway(options => (options.Job, options.Instance) = ("j", null)));
        host.Services.GetServices<PushgatewayPusher>().ShouldHaveSingleItem().Client.Url.AbsoluteUri.ShouldBe("http://localhost:9091/metrics/job/j");
        host.Services.GetServices<IHostedService>().Count(service => service is PushgatewayService).ShouldBe(1);
    }

    [Fact]
    public async Task Host_StartsAndStops_PushesTheApplicationsRegistryFirstAndLast()
    {
        var pushes = 0;
        await using var peer = await Peer.StartAsync(_ =>
        {
            Interlocked.Increment(ref pushes);
            return Task.CompletedTask;
        });
        using var host = Build(services => services.AddVernier().AddPushgateway(options => (options.Url, options.Job) = (peer.Address, "j")));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(() => Volatile.Read(ref pushes) == 1, "the push");

        await host.StopAsync(TestContext.Current.CancellationToken);

        pushes.ShouldBe(2);
        host.Services.GetRequiredService<MetricRegistry>().Counter(PushCatalog.Pushes).With(new("pushgateway", PushOutcome.Success)).Value.ShouldBe(2);
    }

    private static IHost Build(Action<IServiceCollection> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        configure(builder.Services);
        return builder.Build();
    }
}
