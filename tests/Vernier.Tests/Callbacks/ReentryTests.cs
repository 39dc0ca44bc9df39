using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.Tests.Callbacks;

/// <summary>A callback that collects its own registry would wait for itself; it gets an exception.</summary>
public class ReentryTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();
    private readonly Exposer _exposer;
    private Exception? _failure;

    public ReentryTests() => _exposer = new Exposer(_registry);

    public static TheoryData<string> Ways => ["all", "names", "gzip", "other format", "pool", "new thread", "collect", "collect on the pool"];

    [Theory(Timeout = Threads.Timeout)]
    [MemberData(nameof(Ways))]
    public async Task Callback_CollectsItsOwnRegistry_Throws(string way)
    {
        _registry.GaugeCallback("g", "Help.", () =>
        {
            _failure = Record.Exception(() => CollectAsync(way).GetAwaiter().GetResult());
            return 1;
        });
        using (var rendered = await _exposer.RenderAsync(ExpositionFormat.PrometheusText))
            rendered.ToString().ShouldContain("g 1\n");
        _failure.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("cannot collect the registry that is calling it");

        _failure = null;
        _registry.Scrape().Value("g").ShouldBe(1);
        _failure.ShouldBeOfType<InvalidOperationException>();
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_FromWorkThatACallbackHasStarted_WorksWhenTheCollectionHasEnded()
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string>? background = null;
        _registry.GaugeCallback("g", "Help.", () =>
        {
            background ??= Task.Run(async () =>
            {
                await ended.Task;
                using var rendered = await _exposer.RenderAsync(ExpositionFormat.PrometheusText);
                return rendered.ToString();
            });
            return 1;
        });
        _registry.Scrape();
        ended.SetResult();
        (await background!).ShouldContain("g 1\n");
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Callback_CollectsAnotherRegistry_Works()
    {
        var other = Scraping.NewRegistry();
        other.Gauge("other", "Help.").Set(7);
        Exposer exposer = new(other);
        _registry.GaugeCallback("g", "Help.", () => exposer.RenderAsync(ExpositionFormat.PrometheusText).GetAwaiter().GetResult().Length + other.ToText().Length);
        using var rendered = await _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        rendered.ToString().ShouldContain($"g {2 * other.ToText().Length}\n");
    }

    private Task CollectAsync(string way)
    {
        HashSet<string> names = ["g"];
        return way switch
        {
            "all" => _exposer.RenderAsync(ExpositionFormat.PrometheusText),
            "names" => _exposer.RenderAsync(ExpositionFormat.PrometheusText, names),
            "gzip" => _exposer.RenderGzipAsync(ExpositionFormat.PrometheusText),
            "other format" => _exposer.RenderAsync(ExpositionFormat.OpenMetrics),
            "pool" => Task.Run(() => _exposer.RenderAsync(ExpositionFormat.PrometheusText)),
            "new thread" => Threads.Start(() => _exposer.RenderAsync(ExpositionFormat.PrometheusText).GetAwaiter().GetResult()),
            "collect on the pool" => Task.Run(() => _registry.ToText()),
            _ => Task.FromResult(_registry.ToText()),
        };
    }
}
