using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore;
using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Store;
using Vernier.Testing.Parsing;

namespace Vernier.Orchestrix.Tests;

public class OrchestrixServiceCollectionExtensionsTests
{
    [Fact]
    public async Task AddOrchestrix_NothingElse_AllFamiliesMove()
    {
        await using var services = Build(_ => { });
        var bus = services.GetRequiredService<IMessageBus>();
        var store = services.GetRequiredService<IEventStore>();
        bus.Subscribe<ShipParcel>(_ => { }, "ship");

        bus.Publish(Samples.Ship());
        await store.SaveAsync(new StreamId("parcel", "P-1"), [Samples.Shipped()], -1);

        var scrape = Scrape(services);
        scrape.Value("orchestrix_messages_total", ("type", "command"), ("name", "ShipParcel")).ShouldBe(1);
        scrape.Value("orchestrix_handler_duration_seconds_count", ("handler", "ship")).ShouldBe(1);
        scrape.Value("orchestrix_store_operations_total", ("operation", "save"), ("store", "memory")).ShouldBe(1);
        scrape.Value("orchestrix_errors_total", ("type", "store_error"), ("aggregate", "order")).ShouldBe(0);
    }

    [Fact]
    public async Task AddOrchestrix_CustomBusAndStore_AreWrapped()
    {
        await using var services = Build(builder => builder
            .UseBus(_ => new OneByOneBus())
            .UseStore(_ => new ScriptedEventStore())
            .AddAggregate("parcel"));
        var bus = services.GetRequiredService<IMessageBus>();
        bus.Subscribe<ShipParcel>(_ => { }, "ship");

        await bus.PublishAsync(Samples.Ship());
        await services.GetRequiredService<IEventStore>().LoadAsync(new StreamId("parcel", "P-1"));

        var scrape = Scrape(services);
        scrape.Value("orchestrix_handler_duration_seconds_count", ("handler", "ship")).ShouldBe(1);
        scrape.Value("orchestrix_store_operations_total", ("operation", "load"), ("store", "own")).ShouldBe(1);
        scrape.Value("orchestrix_errors_total", ("type", "concurrency_error"), ("aggregate", "parcel")).ShouldBe(0);
    }

    [Fact]
    public async Task AddOrchestrix_RegistryOfTheApplication_IsUsed()
    {
        var registry = new MetricRegistry();
        await using var services = Build(builder => builder.Services.AddSingleton(registry));

        services.GetRequiredService<IMessageBus>();

        registry.Families.ShouldContain(f => f.Name == "orchestrix_messages_total");
    }

    [Fact]
    public async Task AddOrchestrix_ConfiguredBuckets_ReachTheHistograms()
    {
        await using var services = Build(_ => { }, ("histogram_buckets:0", "0.25"));
        services.GetRequiredService<IEventStore>();

        Scrape(services).Family("orchestrix_store_duration_seconds").Histogram(("operation", "save"))
            .Buckets.Select(b => b.UpperBound).ShouldBe([0.25, double.PositiveInfinity]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task AddOrchestrix_DefaultMetrics_FollowTheOption(string configured, bool expected)
    {
        await using var services = Build(_ => { }, ("enable_default_metrics", configured));

        var options = services.GetRequiredService<IOptions<VernierOptions>>().Value;

        options.RuntimeMetrics.ShouldBe(expected);
        options.ProcessMetrics.ShouldBe(expected);
    }

    [Fact]
    public async Task AddOrchestrix_InvalidConfiguration_ReportsAllErrors()
    {
        await using var services = Build(
            builder => builder.UsePostgres("Host=h;Password=hun;ter2=1"), ("port", "70000"), ("path", "metrics"), ("prot", "1"));

        var exception =
            Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<OrchestrixOptions>>().Value);

        exception.Failures.Select(f => f.Split(": ")[0]).ShouldBe(
            ["systems:orchestrix:prot", "systems:orchestrix:port", "systems:orchestrix:path", "ConnectionStrings:Orchestrix"], ignoreOrder: true);
        exception.Message.ShouldNotContain("ter2");
    }

    [Fact]
    public async Task UsePostgres_NoDatabase_StoreIsPostgresAndUnavailable()
    {
        await using var services = Build(builder => builder.UsePostgres("Host=127.0.0.1;Port=1;Username=u;Password=hunter2"));
        var store = services.GetRequiredService<IEventStore>();

        store.Name.ShouldBe("postgres");
        var exception = await Should.ThrowAsync<EventStoreUnavailableException>(() => store.LoadAsync(new StreamId("order", "1")));
        exception.ToString().ShouldNotContain("hunter2");
        Scrape(services).Value("orchestrix_errors_total", ("type", "store_error"), ("aggregate", "order")).ShouldBe(1);
    }

    private static ServiceProvider Build(Action<OrchestrixBuilder> configure, params (string Key, string Value)[] settings)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("systems:orchestrix:" + s.Key, (string?)s.Value)))
            .Build()
            .GetSection("systems:orchestrix");
        var services = new ServiceCollection();
        services.AddLogging();
        configure(services.AddOrchestrix(section));
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private static ParsedExposition Scrape(IServiceProvider services) =>
        PrometheusTextParser.Parse(services.GetRequiredService<MetricRegistry>().ToText());
}
