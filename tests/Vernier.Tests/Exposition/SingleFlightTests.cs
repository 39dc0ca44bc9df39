using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Exposition;

/// <summary>Concurrent scrapes share one rendering (single flight).</summary>
public sealed class SingleFlightTests : IDisposable
{
    private readonly MetricRegistry _registry = new();
    private readonly CountingSegmentPool _pool = new();
    private readonly BlockingCallback _callback;
    private readonly Exposer _exposer;

    public SingleFlightTests()
    {
        _callback = new BlockingCallback(_registry);
        _exposer = new Exposer(new MetricsRenderer(_registry, null, _pool));
    }

    public void Dispose() => _callback.Dispose();

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_WhileOneIsInProgress_SharesItsOutput()
    {
        var first = _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        await _callback.Entered();
        Task<RenderedMetrics>[] others = [.. Enumerable.Range(0, 20).Select(_ => _exposer.RenderAsync(ExpositionFormat.PrometheusText))];
        first.IsCompleted.ShouldBeFalse();
        _callback.Release();

        using var rendered = await first;
        var text = rendered.ToString();
        foreach (var other in others)
        {
            using var shared = await other;
            shared.ToString().ShouldBe(text);
        }

        // The others have released only their share.
        rendered.ToString().ShouldBe(text);
        _callback.Reads.ShouldBe(1);
        _registry.Scrape().Value("vernier_scrapes_total", ("format", "prometheus_text")).ShouldBe(1);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_AfterAnotherHasEnded_CollectsAgain()
    {
        _callback.Release();
        using var first = await _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        using var second = await _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        PrometheusTextParser.Parse(first.ToString()).Value("reads").ShouldBe(1);
        PrometheusTextParser.Parse(second.ToString()).Value("reads").ShouldBe(2);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_OtherFormatOrNames_IsRenderedSeparately()
    {
        var all = _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        await _callback.Entered();
        var openMetrics = _exposer.RenderAsync(ExpositionFormat.OpenMetrics);
        var some = _exposer.RenderAsync(ExpositionFormat.PrometheusText, new HashSet<string> { "reads" });
        _callback.Release();
        using RenderedMetrics one = await all, two = await openMetrics, three = await some;
        one.ToString().ShouldNotContain("# EOF");
        OpenMetricsParser.Parse(two.ToString()).HasFamily("reads").ShouldBeTrue();
        PrometheusTextParser.Parse(three.ToString()).Families.ShouldHaveSingleItem().Name.ShouldBe("reads");
        _callback.Reads.ShouldBe(3);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_CanceledWhileOthersWait_DoesNotCancelThem()
    {
        using var cancellation = new CancellationTokenSource();
        var first = _exposer.RenderAsync(ExpositionFormat.PrometheusText, null, cancellation.Token);
        await _callback.Entered();
        var second = _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        second.IsCompleted.ShouldBeFalse();
        _callback.Release();
        using var rendered = await second;
        PrometheusTextParser.Parse(rendered.ToString()).Value("reads").ShouldBe(1);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_CanceledWhileWaiting_ReturnsTheMemoryLater()
    {
        for (var i = 0; i < 3; i++)
        {
            _callback.Block();
            using var cancellation = new CancellationTokenSource();
            Task<RenderedMetrics>[] canceled = [.. Enumerable.Range(0, 3).Select(_ => _exposer.RenderAsync(ExpositionFormat.PrometheusText, null, cancellation.Token))];
            await _callback.Entered();
            var kept = _exposer.RenderAsync(ExpositionFormat.PrometheusText);
            await cancellation.CancelAsync();
            foreach (var wait in canceled)
                await Should.ThrowAsync<OperationCanceledException>(wait);

            _callback.Release();
            using (var rendered = await kept)
            {
                _pool.Outstanding.ShouldBe(1);
                rendered.ToString().ShouldContain("reads");
            }

            await Until(() => _pool.Outstanding == 0);
        }
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_AlreadyCanceled_ThrowsAndReturnsTheMemory()
    {
        var canceled = new CancellationToken(canceled: true);
        var wait = _exposer.RenderAsync(ExpositionFormat.PrometheusText, null, canceled);
        await Should.ThrowAsync<OperationCanceledException>(wait);
        await _callback.Entered();
        _callback.Release();
        await Until(() => _pool.Outstanding == 0);
    }

    // Otherwise each scrape by name that timed out while a callback hung would still be rendered once the callback returns.
    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_NamesAndCanceledBeforeItsTurn_IsNeverRendered()
    {
        var first = _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        await _callback.Entered();
        using var cancellation = new CancellationTokenSource();
        HashSet<string> names = ["reads"];
        Task<RenderedMetrics>[] canceled =
        [
            _exposer.RenderAsync(ExpositionFormat.PrometheusText, names, cancellation.Token),
            _exposer.RenderGzipAsync(ExpositionFormat.OpenMetrics, names, cancellation.Token),
        ];
        await cancellation.CancelAsync();
        foreach (var wait in canceled)
            await Should.ThrowAsync<OperationCanceledException>(wait);

        _callback.Release();
        (await first).Dispose();
        using var last = await _exposer.RenderAsync(ExpositionFormat.PrometheusText, names); // Its turn comes last.
        PrometheusTextParser.Parse(last.ToString()).Value("reads").ShouldBe(2);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_NamesAndCanceledWhenItsTurnHasCome_IsNeverRendered()
    {
        _callback.Release();
        HashSet<string> names = ["reads"];
        await Should.ThrowAsync<OperationCanceledException>(
            _exposer.RenderAsync(ExpositionFormat.PrometheusText, names, new CancellationToken(canceled: true)));
        using var last = await _exposer.RenderAsync(ExpositionFormat.PrometheusText, names); // Its turn comes last.
        PrometheusTextParser.Parse(last.ToString()).Value("reads").ShouldBe(1);
    }

    // A continuation releases the last share; the timeout of the test bounds the wait.
    private static async Task Until(Func<bool> holds)
    {
        while (!holds())
            await Task.Yield();
    }
}
