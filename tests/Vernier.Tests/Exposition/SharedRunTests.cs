using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Exposition;

/// <summary>Scrapes at the same time share one run. Alone in its collection, because it watches a pool that all share.</summary>
[Collection(nameof(SharedRunTests))]
[CollectionDefinition(nameof(SharedRunTests), DisableParallelization = true)]
public sealed class SharedRunTests : IDisposable
{
    private readonly MetricRegistry _registry = new();
    private readonly BlockingCallback _callback;
    private readonly Exposer _exposer;

    public SharedRunTests()
    {
        _callback = new BlockingCallback(_registry);
        _exposer = new Exposer(_registry);
    }

    public void Dispose() => _callback.Dispose();

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_WhileOneIsUnderWay_SharesItsRun()
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

        // What the others disposed was their share; the first one's is still good.
        rendered.ToString().ShouldBe(text);
        _callback.Reads.ShouldBe(1);
        _registry.Scrape().Value("vernier_scrapes_total", ("format", "prometheus_text")).ShouldBe(1);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_AfterTheRunHasEnded_ReadsAnew()
    {
        _callback.Release();
        using var first = await _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        using var second = await _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        PrometheusTextParser.Parse(first.ToString()).Value("reads").ShouldBe(1);
        PrometheusTextParser.Parse(second.ToString()).Value("reads").ShouldBe(2);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_OtherFormatOrNames_HasItsOwnRun()
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
    public async Task RenderAsync_CancelledWhileOthersWait_LeavesTheirRun()
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
    public async Task RenderAsync_CancelledWaiting_GivesBackTheMemoryWhenTheRunHasEnded()
    {
        var watch = new PoolWatch();
        for (var i = 0; i < 3; i++)
        {
            _callback.Block();
            using var cancellation = new CancellationTokenSource();
            Task<RenderedMetrics>[] cancelled = [.. Enumerable.Range(0, 3).Select(_ => _exposer.RenderAsync(ExpositionFormat.PrometheusText, null, cancellation.Token))];
            await _callback.Entered();
            var kept = _exposer.RenderAsync(ExpositionFormat.PrometheusText);
            await cancellation.CancelAsync();
            foreach (var wait in cancelled)
                await Should.ThrowAsync<OperationCanceledException>(wait);

            _callback.Release();
            using (var rendered = await kept)
            {
                watch.Outstanding.ShouldBe(1);
                rendered.ToString().ShouldContain("reads");
            }

            await Until(() => watch.Outstanding <= 0);
        }
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_AlreadyCancelled_ThrowsAndGivesBackTheMemory()
    {
        var watch = new PoolWatch();
        var cancelled = new CancellationToken(canceled: true);
        var wait = _exposer.RenderAsync(ExpositionFormat.PrometheusText, null, cancelled);
        await Should.ThrowAsync<OperationCanceledException>(wait);
        await _callback.Entered();
        _callback.Release();
        await Until(() => watch.Outstanding <= 0);
    }

    // Otherwise each scrape of some names that gave up while a callback hung would be written all the same when it hangs no longer.
    [Fact(Timeout = Threads.Timeout)]
    public async Task RenderAsync_NamesAndCancelledBeforeItsTurn_IsNeverWritten()
    {
        var first = _exposer.RenderAsync(ExpositionFormat.PrometheusText);
        await _callback.Entered();
        using var cancellation = new CancellationTokenSource();
        HashSet<string> names = ["reads"];
        Task<RenderedMetrics>[] cancelled =
        [
            _exposer.RenderAsync(ExpositionFormat.PrometheusText, names, cancellation.Token),
            _exposer.RenderGzipAsync(ExpositionFormat.OpenMetrics, names, cancellation.Token),
        ];
        await cancellation.CancelAsync();
        foreach (var wait in cancelled)
            await Should.ThrowAsync<OperationCanceledException>(wait);

        _callback.Release();
        (await first).Dispose();
        using var last = await _exposer.RenderAsync(ExpositionFormat.PrometheusText, names); // Its turn comes after theirs.
        PrometheusTextParser.Parse(last.ToString()).Value("reads").ShouldBe(2);
    }

    [Fact]
    public void Render_Disposed_GivesBackTheMemory()
    {
        _callback.Release();
        var watch = new PoolWatch();
        using (_exposer.Render(ExpositionFormat.OpenMetrics))
            watch.Outstanding.ShouldBe(1);
        watch.Outstanding.ShouldBe(0);
        new Exposer(_registry, createdSeries: true).Render(ExpositionFormat.PrometheusText).Dispose();
        watch.Outstanding.ShouldBe(0);
    }

    // The last share is given back by a continuation; it is bounded by the timeout of the test.
    private static async Task Until(Func<bool> holds)
    {
        while (!holds())
            await Task.Yield();
    }
}
