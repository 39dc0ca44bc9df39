using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Systems.CcProxy.Hooks;
using Vernier.Systems.CcProxy.Local;
using Vernier.Tests.Exposition.Parsing;

namespace Vernier.Tests.Systems.CcProxy;

/// <summary>Two seconds by default; <c>CCPROXY_LOAD_SECONDS</c> makes it as long as one likes.</summary>
public class LoadTests
{
    private const int Streams = 200;
    private const long MostGrowth = 64 * 1024 * 1024;
    private const string Question =
        """{"model":"local-small","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"a b c"}]}""";

    [Fact]
    public async Task Streams_TwoHundredAtOnce_AllEndWellAndNothingStaysActive()
    {
        var duration = TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("CCPROXY_LOAD_SECONDS"), out int seconds) ? seconds : 2);
        await using CcProxyApp app = await CcProxyApp.StartAsync(
            ["pool:health_check_interval=0"],
            hook: new RecordingHook { Events = [HookEvent.RequestCompleted, HookEvent.RequestFailed, HookEvent.HookEventDropped] });

        int sent = await AskAsync(app, TimeSpan.Zero);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        sent += await AskAsync(app, duration);
        long growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        while (app.Hook.Seen.Count < sent)
            await app.Hook.EndAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} streams, {Streams} at once; memory grew by {growth / 1024} KiB.");
        app.Hook.Seen.ShouldAllBe(c => c.Event == HookEvent.RequestCompleted);
        ParsedExposition scrape = app.ScrapeAtRest();
        scrape.Total("ccproxy_requests_total", ("status", "200")).ShouldBe(sent);
        scrape.Total("ccproxy_requests_total").ShouldBe(sent);
        scrape.Total("ccproxy_tokens_total", ("type", "input")).ShouldBe(sent * 3);
        scrape.Total("ccproxy_errors_total").ShouldBe(0);
        growth.ShouldBeLessThan(MostGrowth);
    }

    [Fact]
    public async Task FirstByte_ThroughTheProxy_ComesNotMuchLaterThanDirectly()
    {
        await using CcProxyApp app = await CcProxyApp.StartAsync(["pool:health_check_interval=0"]);
        using var direct = new HttpClient { BaseAddress = app.Services.GetRequiredService<LocalProviderServer>().Address };
        List<double> directly = [];
        List<double> proxied = [];

        for (int i = 0; i < 60; i++)
        {
            directly.Add(await FirstByteAsync(direct));
            proxied.Add(await FirstByteAsync(app.Client));
        }

        // The first ones compile the code.
        double median = Median(directly.Skip(10));
        double overhead = Median(proxied.Skip(10)) - median;
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"First byte: {median:F2} ms directly, {overhead:F2} ms more through the proxy."));
        overhead.ShouldBeLessThan(50);
    }

    private static async Task<int> AskAsync(CcProxyApp app, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        int[] counts = await Task.WhenAll(Enumerable.Range(0, Streams).Select(async _ =>
        {
            int ended = 0;
            do
            {
                using HttpResponseMessage response = await app.PostAsync("/v1/chat/completions", Question);
                (await response.Content.ReadAsStringAsync()).ShouldEndWith("data: [DONE]\n\n");
                ended++;
            }
            while (clock.Elapsed < duration);
            return ended;
        }));
        return counts.Sum();
    }

    private static async Task<double> FirstByteAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(Question, Encoding.UTF8, "application/json") };
        var clock = Stopwatch.StartNew();
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Stream body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1]);
        double elapsed = clock.Elapsed.TotalMilliseconds;
        await body.CopyToAsync(Stream.Null);
        return elapsed;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
