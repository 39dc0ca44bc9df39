using Vernier.Testing;

namespace Vernier.Architecture.Tests.Snippets;

public class SnippetTests
{
    // Complete programs are compiled unchanged, so that they prove which imports they need.
    private static readonly string[] ProgramMarks = ["WebApplication.CreateBuilder(", "Host.CreateApplicationBuilder(", "new MetricRegistry()"];

    public static TheoryData<string> Locations => new(Snippet.ReadAll().Select(snippet => snippet.Location));

    [Theory]
    [MemberData(nameof(Locations))]
    public async Task Snippet_OfTheDocumentation_Compiles(string location)
    {
        var code = Snippet.ReadAll().Single(snippet => snippet.Location == location).Code;
        if (code.StartsWith("new ", StringComparison.Ordinal))
            code = $"_ = {code};";
        (await SnippetCompiler.CompileAsync(ProgramMarks.Any(code.Contains) ? [code] : [code, Preamble()])).ShouldBeEmpty();
    }

    [Fact]
    public async Task Everyday_ServiceWithMetrics_NeedsOneUsing()
    {
        const string Service = """
            using Vernier;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddVernier();
            builder.Services.AddMetricsServer();
            builder.Services.AddHealthChecks().ForwardToVernier();
            builder.Services.AddPushgateway(options => options.Job = "shop");
            var app = builder.Build();
            app.MapMetrics();

            var registry = app.Services.GetRequiredService<MetricRegistry>().AddRuntimeMetrics().AddProcessMetrics();
            var queue = new Queue<int>();
            CounterFamily orders = registry.Counter("shop_orders_total", "Orders placed.", labels: ["method", "country"]);
            Histogram items = registry.Histogram("shop_basket_items", "Items per basket.", buckets: [1, 2, 5, 10, 20]);
            registry.GaugeCallback("shop_queue_length", "Jobs waiting.", () => queue.Count);
            orders.With("card", "DE").Inc();
            orders.With("card", "DE").CountExceptions(() => items.Observe(3));
            if (orders.TryGet(["card", "AT"], out Counter? austrian))
                Console.WriteLine(austrian.Value);
            Console.WriteLine(registry.ToText());
            app.Run();
            """;
        (await SnippetCompiler.CompileAsync(Service)).ShouldBeEmpty();
    }

    [Fact]
    public async Task CompileAsync_UnknownName_ReturnsTheError() =>
        (await SnippetCompiler.CompileAsync("NoSuchThing.Call();")).ShouldContain("NoSuchThing");

    [Fact]
    public void ReadAll_TheRepository_FindsMarkdownAndComments()
    {
        var locations = Snippet.ReadAll().Select(snippet => snippet.Location.Split(':')[0]).ToHashSet();
        locations.ShouldContain("README.md");
        locations.ShouldContain("docs/instruments.md");
        locations.ShouldContain("docs/from-prometheus-net.md");
        locations.ShouldContain("src/Vernier/README.md");
        locations.ShouldContain("src/Vernier/Instruments/Counter.cs");
    }

    private static string Preamble() =>
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "Vernier.Architecture.Tests", "Snippets", "Preamble.txt"));
}
