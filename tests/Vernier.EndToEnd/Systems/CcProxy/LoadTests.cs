using System.Diagnostics;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Tests;

namespace Vernier.EndToEnd.Systems.CcProxy;

/// <summary>Two seconds of many concurrent streams. <c>Vernier.Benchmarks proxy-load</c> runs longer and measures.</summary>
public class LoadTests
{
    private const int Streams = 200;
    private const long MaxGrowth = 64 * 1024 * 1024;
    private const string Prompt =
        """{"model":"local-small","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"a b c"}]}""";

    [Fact]
    public async Task Streams_TwoHundredConcurrent_AllCompleteAndNoneStaysActive()
    {
        await using var app = await CcProxyApp.StartLocalAsync(
            hook: new RecordingHook { Events = [HookEvent.RequestCompleted, HookEvent.RequestFailed, HookEvent.HookEventDropped] });

        var sent = await SendAsync(app, TimeSpan.Zero);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        sent += await SendAsync(app, TimeSpan.FromSeconds(2));
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        while (app.Hook.Seen.Count < sent)
            await app.Hook.EndAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} streams, {Streams} concurrent; memory grew by {growth / 1024} KiB.");
        app.Hook.Seen.ShouldAllBe(c => c.Event == HookEvent.RequestCompleted);
        var scrape = app.ScrapeAtRest();
        scrape.Total("ccproxy_requests_total", ("status", "200")).ShouldBe(sent);
        scrape.Total("ccproxy_requests_total").ShouldBe(sent);
        scrape.Total("ccproxy_tokens_total", ("type", "input")).ShouldBe(sent * 3);
        scrape.Total("ccproxy_errors_total").ShouldBe(0);
        growth.ShouldBeLessThan(MaxGrowth);
    }

    private static async Task<int> SendAsync(CcProxyApp app, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Streams).Select(async _ =>
        {
            var ended = 0;
            do
            {
                using var response = await app.PostAsync("/v1/chat/completions", Prompt);
                (await response.Content.ReadAsStringAsync()).ShouldEndWith("data: [DONE]\n\n");
                ended++;
            }
            while (clock.Elapsed < duration);
            return ended;
        }));
        return counts.Sum();
    }
}
