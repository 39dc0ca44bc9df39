using Vernier.Testing;

namespace Vernier.Tests.Callbacks;

public class ConcurrentCollectTests
{
    [Fact(Timeout = Threads.Timeout)]
    public async Task Collect_FromManyThreads_NeverRunsACallbackConcurrently()
    {
        var registry = Scraping.NewRegistry();
        int inside = 0, most = 0, reads = 0;
        double Read()
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.Yield();
            reads++;
            Interlocked.Decrement(ref inside);
            return reads;
        }

        var source = registry.CallbackSource("s", Read);
        registry.GaugeCallback(new GaugeDefinition("a", "Help."), source, s => s);
        registry.GaugeCallback(new GaugeDefinition("b", "Help."), source, s => s);
        await Threads.Run(8, _ =>
        {
            for (var i = 0; i < 50; i++)
            {
                var scrape = registry.Scrape();
                scrape.Value("a").ShouldBe(scrape.Value("b"));
            }
        });
        most.ShouldBe(1);
        reads.ShouldBe(8 * 50);
    }

    // Prometheus would take the older value for a reset.
    [Fact(Timeout = Threads.Timeout)]
    public async Task Collect_OvertakenByAnother_ExposesTheNewerValue()
    {
        var registry = Scraping.NewRegistry();
        using var slow = new BlockingCallback(registry);
        var value = 0;
        registry.CounterCallback("a_total", "Help.", () => ++value);
        var overtaken = Threads.Start(() => registry.Scrape().Value("a_total").ShouldBe(2));
        await slow.Entered();
        value.ShouldBe(1);
        registry.Collect(new Registry.VisitorLog(), new HashSet<string> { "a_total" });
        value.ShouldBe(2);
        slow.Release();
        await overtaken;
        registry.Scrape().Value("a_total").ShouldBe(3);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Collect_SlowCallback_DoesNotBlockRecordingAndRegistration()
    {
        var registry = Scraping.NewRegistry();
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var counter = registry.Counter("a_total", "Help.");
        var family = registry.CounterFamily(new CounterDefinition("b_total", "Help.") { Labels = [new("x")] });
        registry.GaugeCallback(new GaugeDefinition("slow", "Help."), () =>
        {
            entered.Set();
            release.Wait();
            return 1;
        });
        var scrape = Threads.Start(() => registry.Scrape().Value("slow").ShouldBe(1));
        entered.Wait();
        counter.Inc();
        family.With("new").Inc();
        family.Remove("new").ShouldBeTrue();
        family.With("other").Inc();
        family.SeriesCount.ShouldBe(1);
        registry.Gauge("new_one", "Help.").Set(1);
        scrape.IsCompleted.ShouldBeFalse();
        release.Set();
        await scrape;
    }
}
