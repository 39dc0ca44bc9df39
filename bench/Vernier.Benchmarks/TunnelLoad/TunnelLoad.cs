using System.Globalization;

namespace Vernier.Benchmarks.TunnelLoad;

/// <summary>
/// Compares requests through a tunnel of Pangolin with the backend itself and with nginx as a plain reverse proxy: five interleaved runs of wrk with 200
/// connections. Checks the throughput, that memory does not grow, and that the counters contain every request and byte.
/// </summary>
internal static class TunnelLoad
{
    private const int Connections = 200;
    private const int Runs = 5;
    private const int DefaultSeconds = 20;
    private const int LatencySeconds = 3;
    private const double MinRatio = 0.35;
    private const double MaxGrowth = 1.5;

    /// <param name="args">The duration of each run in seconds; 20 by default.</param>
    /// <param name="output">Receives the figures.</param>
    /// <returns>0 on success; 1 when a check fails.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var seconds = args is [var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : DefaultSeconds;
        await using var nginx = await NginxServers.StartAsync();
        await using var server = await TunneledServer.StartAsync(nginx.BackendAddress);
        (string Name, Uri Address)[] paths = [("backend", nginx.BackendAddress), ("nginx", nginx.ProxyAddress), ("tunnel", server.ProxyAddress)];

        foreach (var (_, address) in paths)
            await Wrk.RunAsync(address, TunneledServer.Host, Connections, 5); // Warm-up while the code is compiled.
        var latencies = new double[paths.Length];
        for (var i = 0; i < paths.Length; i++)
            latencies[i] = (await Wrk.RunAsync(paths[i].Address, TunneledServer.Host, 1, LatencySeconds)).MedianMicroseconds;

        var before = await CountersAsync(server);
        var results = paths.Select(_ => new List<WrkResult>()).ToArray();
        var resident = new List<long>();
        for (var run = 0; run < Runs; run++)
        {
            for (var i = 0; i < paths.Length; i++)
                results[i].Add(await Wrk.RunAsync(paths[i].Address, TunneledServer.Host, Connections, seconds));
            GC.Collect();
            resident.Add(Environment.WorkingSet / (1024 * 1024));
        }
        var after = await CountersAsync(server);

        for (var i = 0; i < paths.Length; i++)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{paths[i].Name}: {Median(results[i], r => r.PerSecond):F0} requests/s (runs: {string.Join(", ", results[i].Select(r => r.PerSecond.ToString("F0", CultureInfo.InvariantCulture)))}), median latency {Median(results[i], r => r.MedianMicroseconds) / 1000:F2} ms with {Connections} connections, {latencies[i]:F0} µs with one; errors {results[i].Sum(r => r.Errors)}"));
        }
        var ratio = Median(results[2], r => r.PerSecond) / Median(results[1], r => r.PerSecond);
        var received = results[2].Sum(r => r.Requests);
        var (counted, bytes, sizes) = (after.Requests - before.Requests, after.Bytes - before.Bytes, after.Sizes - before.Sizes);

        // At the end of each run, wrk closes its connections while up to 200 requests are in progress.
        var isComplete = counted >= received && counted <= received + Runs * Connections
            && bytes == sizes && bytes >= received * (double)NginxServers.ResponseBytes && bytes <= counted * NginxServers.ResponseBytes;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"tunnel / nginx: {ratio:F2} (at least {MinRatio}); added latency of the tunnel with one connection: {latencies[2] - latencies[0]:F0} µs, of nginx: {latencies[1] - latencies[0]:F0} µs"));
        await output.WriteLineAsync($"resident memory after each run: {string.Join(", ", resident)} MiB");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"responses of {NginxServers.ResponseBytes} bytes received by wrk: {received}; counted: {counted} responses, {bytes} bytes forwarded, {sizes} bytes in response sizes"));
        var isFlat = resident[^1] <= resident[0] * MaxGrowth;
        var hasErrors = results.Any(runs => runs.Any(r => r.Errors > 0));
        await output.WriteLineAsync($"checks: ratio {Ok(ratio >= MinRatio)}, memory {Ok(isFlat)}, counters {Ok(isComplete)}, errors {Ok(!hasErrors)}");
        return ratio >= MinRatio && isFlat && isComplete && !hasErrors ? 0 : 1;
    }

    /// <summary>Returns the responses of the backend, the forwarded bytes and the sum of the sizes of the responses when no request is in progress.</summary>
    private static async Task<(double Requests, double Bytes, double Sizes)> CountersAsync(TunneledServer server)
    {
        while (server.Sum("pangolin_resource_active_connections") > 0)
            await Task.Delay(100);
        return (
            server.Sum("pangolin_backend_response_size_bytes_count"),
            server.Sum("pangolin_resource_bandwidth_bytes_total", "direction=\"egress\""),
            server.Sum("pangolin_backend_response_size_bytes_sum"));
    }

    private static double Median(List<WrkResult> results, Func<WrkResult, double> select) => results.Select(select).Order().ElementAt(results.Count / 2);

    private static string Ok(bool isOk) => isOk ? "ok" : "FAILED";
}
