using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests;

public class AddVernierTests
{
    [Fact]
    public void Registry_ByDefault_MeasuresRuntimeProcessAndItself()
    {
        var registry = Registry();
        string[] names = [.. registry.Families.Select(family => family.Name)];
        names.ShouldContain("process_start_time_seconds");
        names.ShouldContain("dotnet_gc_collections_total");
        names.ShouldContain("vernier_series");
        OpenMetricsParser.Parse(registry.ToText(ExpositionFormat.OpenMetrics)).Samples.ShouldNotBeEmpty();
    }

    [Fact]
    public void Registry_AllOff_IsEmpty() =>
        Registry(options => options.RuntimeMetrics = options.ProcessMetrics = options.SelfMetrics = false).Families.ShouldBeEmpty();

    [Fact]
    public void Registry_ConstantLabels_AreOnEverySeries()
    {
        var registry = Registry(options => options.ConstantLabels["region"] = "eu");
        PrometheusTextParser.Parse(registry.ToText()).Samples.ShouldAllBe(sample => sample.Labels["region"] == "eu");
    }

    [Fact]
    public void Registry_InvalidConstantLabel_Throws() =>
        Should.Throw<MetricDefinitionException>(() => Registry(options => options.ConstantLabels["le"] = "1")).Message.ShouldContain("'le'");

    [Fact]
    public void Registry_MaxSeriesPerFamily_IsApplied()
    {
        var registry = Registry(options =>
        {
            options.RuntimeMetrics = options.ProcessMetrics = options.SelfMetrics = false;
            options.MaxSeriesPerFamily = 1;
        });
        var family = registry.CounterFamily(new CounterDefinition("few_total", "Few.") { Labels = [new("a")] });
        family.With("1").Inc();
        family.With("2").Inc();
        PrometheusTextParser.Parse(registry.ToText()).Value("few_total", ("a", "_overflow")).ShouldBe(1);
    }

    [Fact]
    public void Registry_TimeProviderInTheServices_IsItsClock()
    {
        var time = new FixedTime();
        using var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddVernier().BuildServiceProvider();
        services.GetRequiredService<MetricRegistry>().TimeProvider.ShouldBeSameAs(time);
    }

    [Fact]
    public async Task Exposer_CreatedSeries_AreExposedIfEnabled()
    {
        (await Text(false)).ShouldNotContain("jobs_created");
        (await Text(true)).ShouldContain("jobs_created");

        static async Task<string> Text(bool created)
        {
            using var services = new ServiceCollection().AddVernier(options => options.CreatedSeries = created).BuildServiceProvider();
            services.GetRequiredService<MetricRegistry>().Counter("jobs_total", "Jobs.");
            using var rendered = await services.GetRequiredService<Exposer>().RenderAsync(ExpositionFormat.OpenMetrics);
            return rendered.ToString();
        }
    }

    [Fact]
    public async Task AddVernier_TwiceWithARegistryOfTheApplication_CountsEachRequestOnceInIt()
    {
        var own = new MetricRegistry();
        await using var app = await TestApp.StartAsync(
            a => a.MapGet("/orders", (RequestDelegate)(_ => Task.CompletedTask)),
            services => services.AddSingleton(own).AddVernier().AddVernier());
        await app.GetAsync("/orders");
        await app.RequestEndedAsync();
        app.Registry.ShouldBeSameAs(own);
        app.Read().Completed("GET", "/orders", "200").ShouldBe(1);
    }

    [Fact]
    public async Task Start_InvalidOptions_ThrowsWithAllErrors()
    {
        HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddVernier(options => (options.MaxSeriesPerFamily, options.HttpRequestBuckets, options.CallbackTimeout) = (-1, [2, 1], TimeSpan.Zero));
        using var host = builder.Build();
        var exception = await Should.ThrowAsync<OptionsValidationException>(host.StartAsync(TestContext.Current.CancellationToken));
        exception.Failures.ShouldBe(["CallbackTimeout: is 00:00:00; it must be positive, and at most 1 day.", "HttpRequestBuckets: is [2, 1]; it must be a list of one or more finite numbers in strictly ascending order.", "MaxSeriesPerFamily: is -1; it must be 1 or more, or 0 for no limit."], ignoreOrder: true);
    }

    private static MetricRegistry Registry(Action<VernierOptions>? configure = null)
    {
        using var services = new ServiceCollection().AddVernier(configure).BuildServiceProvider();
        return services.GetRequiredService<MetricRegistry>();
    }

    private sealed class FixedTime : TimeProvider;
}
