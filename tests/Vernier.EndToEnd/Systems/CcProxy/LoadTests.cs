using System.Diagnostics;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Tests;

namespace Vernier.EndToEnd.Systems.CcProxy;

/// <summary>Two seconds of many streams at once. <c>Vernier.Benchmarks proxy-load</c> does it for longer, and measures.</summary>
public class LoadTests
{
    private const int Streams = 200;
    private const long MostGrowth = 64 * 1024 * 1024;
    private const string Question =
        """{"model":"local-small","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"a b c"}]}""";

    [Fact]
    public async Task Streams_TwoHundredAtOnce_AllEndWellAndNothingStaysActive()
    {
        await using var app = await CcProxyApp.StartAsync(
            ["pool:health_check_interval=0"],
            hook: new RecordingHook { Events = [HookEvent.RequestCompleted, HookEvent.RequestFailed, HookEvent.HookEventDropped] });

        var sent = await AskAsync(app, TimeSpan.Zero);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        sent += await AskAsync(app, TimeSpan.FromSeconds(2));
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        while (app.Hook.Seen.Count < sent)
            await app.Hook.EndAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} streams, {Streams} at once; memory grew by {growth / 1024} KiB.");
        app.Hook.Seen.ShouldAllBe(c => c.Event == HookEvent.RequestCompleted);
        var scrape = app.ScrapeAtRest();
        scrape.Total("ccproxy_requests_total", ("status", "200")).ShouldBe(sent);
        scrape.Total("ccproxy_requests_total").ShouldBe(sent);
        scrape.Total("ccproxy_tokens_total", ("type", "input")).ShouldBe(sent * 3);
        scrape.Total("ccproxy_errors_total").ShouldBe(0);
        growth.ShouldBeLessThan(MostGrowth);
    }

    private static async Task<int> AskAsync(CcProxyApp app, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Streams).Select(async _ =>
        {
            var ended = 0;
            do
            {
                using var response = await app.PostAsync("/v1/chat/completions", Question);
                (await response.Content.ReadAsStringAsync()).ShouldEndWith("data: [DONE]\n\n");
                ended++;
            }
            while (clock.Elapsed < duration);
            return ended;
        }));
        return counts.Sum();
    }
}
