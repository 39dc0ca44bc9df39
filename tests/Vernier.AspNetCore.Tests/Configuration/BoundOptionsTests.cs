using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Requests;
using Vernier.Exposition;

namespace Vernier.AspNetCore.Tests.Configuration;

/// <summary>The options of AddVernier, bound by the binder of .NET, which appends to lists.</summary>
public class BoundOptionsTests
{
    public static readonly TheoryData<string, IConfiguration> Sources = new()
    {
        { "JSON", Json("""{ "Vernier": { "HttpRequestBuckets": [0.1, 1] } }""") },
        { "environment", Environment(("Vernier__HttpRequestBuckets__0", "0.1"), ("Vernier__HttpRequestBuckets__1", "1")) },
        { "command line", new ConfigurationBuilder().AddCommandLine(["--Vernier:HttpRequestBuckets:0=0.1", "--Vernier:HttpRequestBuckets:1=1"]).Build() },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task HttpRequestBuckets_FromAnySource_ReplaceTheDefault(string source, IConfiguration configuration)
    {
        source.ShouldNotBeNull();
        (await StartAsync(configuration)).HttpRequestBuckets.ShouldBe([0.1, 1]);
    }

    [Fact]
    public async Task HttpRequestBuckets_OneElement_IsTheOnlyBound() =>
        (await StartAsync(Json("""{ "Vernier": { "HttpRequestBuckets": [2] } }"""))).HttpRequestBuckets.ShouldBe([2]);

    [Fact]
    public async Task HttpRequestBuckets_Missing_AreTheDefault() => (await StartAsync(Json("{}"))).HttpRequestBuckets.ShouldBeNull();

    // The binder skips an empty list.
    [Fact]
    public async Task HttpRequestBuckets_EmptyList_AreTheDefault() =>
        (await StartAsync(Json("""{ "Vernier": { "HttpRequestBuckets": [] } }"""))).HttpRequestBuckets.ShouldBeNull();

    [Fact]
    public async Task HttpRequestBuckets_EmptyInCode_AreReported()
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(StartAsync(Json("{}"), options => options.HttpRequestBuckets = []));
        exception.Failures.ShouldBe(["HttpRequestBuckets: is []; it must be a list of one or more finite numbers in strictly ascending order."]);
    }

    [Fact]
    public async Task HttpRequestNaming_ByName_IsSelected() =>
        (await StartAsync(Json("""{ "Vernier": { "HttpRequestNaming": "PrometheusNet" } }"""))).HttpRequestNaming.ShouldBe(HttpRequestNaming.PrometheusNet);

    [Fact]
    public async Task HttpRequestNaming_UndefinedNumber_IsReported()
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(StartAsync(Json("""{ "Vernier": { "HttpRequestNaming": 7 } }""")));
        exception.Failures.ShouldBe(["HttpRequestNaming: is 7; it must be OpenTelemetry or PrometheusNet."]);
    }

    [Fact]
    public async Task ConstantLabels_FromConfiguration_AreAdded() =>
        (await StartAsync(Json("""{ "Vernier": { "ConstantLabels": { "region": "eu" } } }"""))).ConstantLabels.ShouldBe([KeyValuePair.Create("region", "eu")]);

    // Formats are objects; a text in the configuration cannot name one and must not change the list.
    [Fact]
    public async Task Formats_FromConfiguration_StayTheDefault() =>
        (await StartAsync(Json("""{ "Vernier": { "Formats": ["openmetrics_text"] } }"""))).Formats.ShouldBe(ExpositionFormat.All);

    private static async Task<VernierOptions> StartAsync(IConfiguration configuration, Action<VernierOptions>? configure = null)
    {
        HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddVernier(configure).Configure<VernierOptions>(configuration.GetSection("Vernier"));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host.Services.GetRequiredService<IOptions<VernierOptions>>().Value;
    }

    private static IConfiguration Json(string text) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text))).Build();

    // The prefix keeps the variables away from other tests.
    private static IConfiguration Environment(params (string Name, string Value)[] variables)
    {
        foreach ((var name, var value) in variables)
            System.Environment.SetEnvironmentVariable("BOUND_OPTIONS_" + name, value);
        return new ConfigurationBuilder().AddEnvironmentVariables("BOUND_OPTIONS_").Build();
    }
}
