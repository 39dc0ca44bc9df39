using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.Benchmarks.ProxyLoad;

/// <summary>
/// Measures how much CCProxy adds to the time to first byte of a stream, and checks that 200 concurrent streams cause no errors, leaks or wrong metrics.
/// Clients, proxy and provider run in this process and communicate over loopback.
/// </summary>
internal static class ProxyLoad
{
    private const int Streams = 200;
    private const int Samples = 1000;
    private const int DefaultSeconds = 20;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <param name="args">The duration of the load in seconds; 20 by default.</param>
    /// <param name="output">Receives the figures.</param>
    /// <returns>0 on success; 1 when a check fails.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var seconds = args is [var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : DefaultSeconds;
        await MeasureFirstByteAsync(output);
        return await LoadAsync(TimeSpan.FromSeconds(seconds), output) ? 0 : 1;
    }

    /// <summary>Sends one request at a time, alternating between provider and proxy. The provider does not pause, so that only the transport counts.</summary>
    private static async Task MeasureFirstByteAsync(TextWriter output)
    {
        await using var provider = await LoopbackServer.StartProviderAsync(TimeSpan.Zero);
        await using var proxy = await LoopbackServer.StartProxyAsync(provider.Urls.Single());
        using var direct = new StreamClient(provider.Urls.Single());
        using var proxied = new StreamClient(proxy.Urls.Single());
        var (directly, throughProxy) = (new List<double>(), new List<double>());
        for (var i = 0; i < 2 * Samples; i++)
        {
            var first = await direct.StreamAsync();
            var second = await proxied.StreamAsync();
            if (i < Samples)
                continue; // Warm-up while the code is compiled.
            directly.Add(first);
            throughProxy.Add(second);
        }
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"first byte, one stream at a time: directly {Describe(directly)}; through the proxy {Describe(throughProxy)}; added {Percentile(throughProxy, 0.5) - Percentile(directly, 0.5):F2} ms (median)"));
    }

    private static async Task<bool> LoadAsync(TimeSpan duration, TextWriter output)
    {
        await using var provider = await LoopbackServer.StartProviderAsync(Pace);
        await using var proxy = await LoopbackServer.StartProxyAsync(provider.Urls.Single());
        using var client = new StreamClient(proxy.Urls.Single());
        var warmUp = new ConcurrentBag<double>();
        var errors = await StreamAsync(client, TimeSpan.FromSeconds(2), warmUp);
        var (before, residentBefore) = Memory();
        var firstBytes = new ConcurrentBag<double>();
        errors += await StreamAsync(client, duration, firstBytes);
        var (after, residentAfter) = Memory();

        var ended = warmUp.Count + firstBytes.Count;
        var (active, counted) = await WaitForIdleAsync(proxy, ended);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{Streams} concurrent streams for {duration.TotalSeconds:F0} s: {firstBytes.Count} completed ({firstBytes.Count * LoopbackServer.EventsPerStream / duration.TotalSeconds:F0} events/s), {errors} errors; first byte {Describe([.. firstBytes])}"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"afterwards: ccproxy_active_requests {active}, ccproxy_requests_total {counted} of {ended} requests; managed memory {before / 1024} KiB before, {after / 1024} KiB after; resident {residentBefore / 1024} KiB before, {residentAfter / 1024} KiB after"));
        return errors == 0 && active == 0 && counted == ended;
    }

    private static async Task<int> StreamAsync(StreamClient client, TimeSpan duration, ConcurrentBag<double> firstBytes)
    {
        var errors = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                try
                {
                    firstBytes.Add(await client.StreamAsync());
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
                {
                    Interlocked.Increment(ref errors);
                }
            }
        }));
        return errors;
    }

    /// <summary>Measured after a garbage collection. The resident memory is that of the whole process, including clients and provider.</summary>
    private static (long Managed, long Resident) Memory()
    {
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        return (managed, Environment.WorkingSet);
    }

    /// <summary>The client receives the last byte shortly before the proxy has counted the request.</summary>
    private static async Task<(double Active, double Counted)> WaitForIdleAsync(WebApplication proxy, int sent)
    {
        var registry = proxy.Services.GetRequiredService<MetricRegistry>();
        for (var i = 0; ; i++)
        {
            var lines = registry.ToText().Split('\n');
            var counted = Sum(lines, "ccproxy_requests_total");
            var active = Sum(lines, "ccproxy_active_requests");
            if (i == 50 || (counted == sent && active == 0))
                return (active, counted);
            await Task.Delay(100);
        }
    }

    private static double Sum(IEnumerable<string> lines, string name) => lines
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is '{' or ' ')
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static string Describe(IReadOnlyCollection<double> values) =>
        string.Create(CultureInfo.InvariantCulture, $"{Percentile(values, 0.5):F2} ms (p95 {Percentile(values, 0.95):F2}, p99 {Percentile(values, 0.99):F2})");

    private static double Percentile(IReadOnlyCollection<double> values, double quantile) => values.Order().ElementAt((int)(quantile * (values.Count - 1)));
}
