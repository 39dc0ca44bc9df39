using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Vernier.EndToEnd.Servers;

/// <summary>A real VictoriaMetrics (single server) on loopback with empty storage.</summary>
internal sealed class VictoriaMetricsServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _process;

    private VictoriaMetricsServer(Uri address, TemporaryFolder folder, ServerProcess process) => (Address, _folder, _process) = (address, folder, process);

    public Uri Address { get; }

    public static async Task<VictoriaMetricsServer> StartAsync()
    {
        var program = InstalledProgram.Find("victoria-metrics", package: "victoria-metrics");
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var folder = new TemporaryFolder();
        try
        {
            // Samples can be queried immediately and unchanged: by default results are up to 30 seconds old and aligned to round times.
            var command = new Command(program,
                $"-storageDataPath={folder.Combine("data")}",
                $"-httpListenAddr={address.Authority}",
                "-memory.allowedBytes=100000000",
                "-search.latencyOffset=0s",
                "-search.disableCache");
            return new(address, folder, await ServerProcess.StartAsync(command, Readiness.Url(new(address, "health"))));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Runs an instant query for the current time over all samples that were stored before.</summary>
    public async Task<IReadOnlyList<QuerySample>> QueryAsync(string promQl, CancellationToken cancellationToken = default)
    {
        // Makes recently stored samples visible to queries.
        using var flushed = await Readiness.Http.GetAsync(new Uri(Address, "internal/force_flush"), cancellationToken);
        flushed.EnsureSuccessStatusCode();
        using var query = new FormUrlEncodedContent([new("query", promQl)]);
        using var response = await Readiness.Http.PostAsync(new Uri(Address, "api/v1/query"), query, cancellationToken);
        var result = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
        return (string)result["status"]! == "success"
            ? QuerySample.ReadAll(result["data"]!)
            : throw new InvalidOperationException($"VictoriaMetrics rejects {promQl}: {result["error"]}");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
