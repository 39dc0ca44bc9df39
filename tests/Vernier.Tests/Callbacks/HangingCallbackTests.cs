using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Callbacks;

/// <summary>A callback that does not return costs only its own metrics.</summary>
public sealed class HangingCallbackTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<CollectorStateChange> _changes = [];
    private readonly MetricRegistry _registry;
    private readonly BlockingCallback _hanging; // The gauge `reads`.
    private readonly Exposer _exposer;

    public HangingCallbackTests()
    {
        _registry = new(new MetricRegistryOptions { TimeProvider = _time, OnCollectorStateChanged = _changes.Add, CallbackTimeout = TimeSpan.FromSeconds(3) });
        _hanging = new BlockingCallback(_registry);
        _exposer = new Exposer(_registry);
        _registry.Counter("plain_total", "Help.").Inc();
        _registry.GaugeCallback(new GaugeDefinition("a", "Before the hanging one."), () => 1);
        _registry.GaugeCallback(new GaugeDefinition("z", "After the hanging one."), () => 2);
    }

    public void Dispose() => _hanging.Dispose();

    [Theory(Timeout = Threads.Timeout)]
    [InlineData("plain_total", 1)]
    [InlineData("a", 1)]
    [InlineData("z", 2)]
    public async Task RenderAsync_NamesOfOthersWhileACallbackHangs_DoesNotWait(string name, double value)
    {
        var all = _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        await _hanging.Entered();
        PrometheusTextParser.Parse(await Text(name)).Value(name).ShouldBe(value);
        _registry.Collect(new Tests.Registry.VisitorLog(), new HashSet<string> { name });
        all.IsCompleted.ShouldBeFalse();
        _hanging.Release();
        (await all).Dispose();
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_CallbackHangs_IsRenderedWithoutItAfterTheTimeout()
    {
        var all = _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        await _hanging.Entered();
        var joined = _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        _time.Advance(TimeSpan.FromSeconds(2.9));
        all.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.2));
        using RenderedMetrics rendered = await all, other = await joined;
        other.ToString().ShouldBe(rendered.ToString());
        var scrape = PrometheusTextParser.Parse(rendered.ToString());
        scrape.HasFamily("reads").ShouldBeFalse();
        scrape.Value("a").ShouldBe(1);
        scrape.Value("z").ShouldBe(2);
        _changes.ShouldHaveSingleItem().Failure.ShouldBeOfType<TimeoutException>().Message
            .ShouldBe("The callback 'reads' has not returned within 00:00:03, or within a part of it while others hang. Its metrics are omitted until it returns.");

        // While it still runs it is omitted at once, in every way to collect.
        foreach (var format in ExpositionFormat.All)
            (await _exposer.RenderAsync(format)).Dispose();
        _registry.Scrape().Value("vernier_collector_failures_total", ("collector", "reads")).ShouldBe(4);
        (await Text("reads")).ShouldBe("");
        _hanging.Reads.ShouldBe(1);

        // When it has returned it is read again, and its late value is not exposed.
        _hanging.Release();
        await Waiting.UntilAsync(() => _registry.Scrape().HasFamily("reads"), "the callback has returned");
        _hanging.Reads.ShouldBeGreaterThan(1);
        _registry.Scrape().Value("reads").ShouldBe(_hanging.Reads);
        _changes.Count.ShouldBe(2);
        _changes[1].Failure.ShouldBeNull();
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_SeveralCallbacksHang_OmitsAllOfThem()
    {
        using var release = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        _registry.GaugeCallback(new GaugeDefinition("second", "Hangs, too."), () =>
        {
            entered.Release();
            release.Wait(TestTimeouts.Default);
            return 1;
        });
        var all = _exposer.RenderAsync(ExpositionFormat.OpenMetrics);
        await _hanging.Entered();
        _time.Advance(TimeSpan.FromSeconds(3.1));
        await entered.WaitAsync();
        while (!all.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        using var rendered = await all;
        var scrape = OpenMetricsParser.Parse(rendered.ToString());
        scrape.HasFamily("reads").ShouldBeFalse();
        scrape.HasFamily("second").ShouldBeFalse();
        scrape.Value("z").ShouldBe(2);
        release.Set();
    }

    // They often hang together: all of them query the same database.
    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_TenCallbacksHang_TakesLessThanTwiceTheTimeout()
    {
        using var release = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        _hanging.Release();
        for (var i = 0; i < 10; i++)
        {
            _registry.GaugeCallback(new GaugeDefinition($"hanging_{i}", "Hangs."), () =>
            {
                entered.Release();
                release.Wait(TestTimeouts.Default);
                return 1;
            });
        }
        var start = _time.GetTimestamp();
        var all = _exposer.RenderAsync(ExpositionFormat.OpenMetrics);
        foreach (var part in (int[])[1, 4, 16, 64, 64, 64, 64, 64, 64, 64])
        {
            await entered.WaitAsync();
            _time.Advance((TimeSpan.FromSeconds(3) / part) + TimeSpan.FromMilliseconds(2));
        }
        using var rendered = await all;
        _time.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(6));
        var scrape = OpenMetricsParser.Parse(rendered.ToString());
        scrape.HasFamily("hanging_9").ShouldBeFalse();
        scrape.Value("z").ShouldBe(2);
        release.Set();
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_SourceHangs_OmitsAllItsMetrics()
    {
        using var release = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        _hanging.Release();
        var source = _registry.CallbackSource("table", () =>
        {
            entered.Release();
            release.Wait(TestTimeouts.Default);
            return 5;
        });
        _registry.GaugeCallback(new GaugeDefinition("of_source", "Help."), source, sample => sample);
        _registry.GaugeCallback(new GaugeDefinition("of_source_too", "Help."), source, sample => sample);
        var all = _exposer.RenderAsync(ExpositionFormat.OpenMetrics);
        await entered.WaitAsync();
        _time.Advance(TimeSpan.FromSeconds(3.1));
        using var rendered = await all;
        var scrape = OpenMetricsParser.Parse(rendered.ToString());
        scrape.Family("reads").Samples.ShouldHaveSingleItem();
        scrape.HasFamily("of_source").ShouldBeFalse();
        scrape.HasFamily("of_source_too").ShouldBeFalse();
        _registry.Scrape().Value("vernier_collector_failures_total", ("collector", "table")).ShouldBe(2);
        release.Set();
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Collect_CallbackHangsInAnotherCollection_WaitsUntilTheTimeout()
    {
        var first = Threads.Start(() => _registry.Scrape());
        await _hanging.Entered();
        var second = Threads.Start(() => _registry.Scrape().HasFamily("reads").ShouldBeFalse());
        while (!second.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await second;
        first.IsCompleted.ShouldBeFalse(); // Its own thread runs the callback.
        _hanging.Release();
        await first;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86_401)]
    public void New_CallbackTimeoutOutOfRange_Throws(double seconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new MetricRegistry(new MetricRegistryOptions { CallbackTimeout = TimeSpan.FromSeconds(seconds) }))
            .Message.ShouldContain("positive, and at most 1 day");

    private async Task<string> Text(string name)
    {
        using var rendered = await _exposer.RenderAsync(ExpositionFormat.PrometheusText, new HashSet<string> { name });
        return rendered.ToString();
    }
}
