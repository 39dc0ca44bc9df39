using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Vernier.EndToEnd.Servers;

/// <summary>A real Prometheus on loopback with empty storage.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _process;

    private PrometheusServer(Uri address, TemporaryFolder folder, ServerProcess process) => (Address, _folder, _process) = (address, folder, process);

    public Uri Address { get; }

    public static Task<PrometheusServer> StartAsync(params IReadOnlyList<ScrapeJob> jobs) => StartAsync(ScrapeJob.Configuration(jobs), FreePort.Next());

    /// <param name="configuration">The text of <c>prometheus.yml</c>.</param>
    /// <param name="port">The port, for a configuration that contains it.</param>
    public static async Task<PrometheusServer> StartAsync(string configuration, int port)
    {
        var program = InstalledProgram.Find("prometheus", package: "prometheus");
        var address = new Uri($"http://127.0.0.1:{port}");
        var folder = new TemporaryFolder();
        try
        {
            var command = new Command(program,
                $"--config.file={folder.Write("prometheus.yml", configuration)}",
                $"--storage.tsdb.path={folder.Combine("data")}",
                $"--web.listen-address=127.0.0.1:{port}");
            return new(address, folder, await ServerProcess.StartAsync(command, Readiness.Url(new(address, "-/ready"))));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Runs an instant query for the current time. Throws with the message of Prometheus when the query is invalid.</summary>
    public async Task<IReadOnlyList<QuerySample>> QueryAsync(string promQl, CancellationToken cancellationToken = default)
    {
        using var query = new FormUrlEncodedContent([new("query", promQl)]);
        using var response = await Readiness.Http.PostAsync(new Uri(Address, "api/v1/query"), query, cancellationToken);
        return QuerySample.ReadAll(await ReadDataAsync(response, promQl, cancellationToken));
    }

    /// <summary>Formats a query with the printer of Prometheus. Throws with its message when its parser rejects the query.</summary>
    public async Task<string> FormatQueryAsync(string promQl, CancellationToken cancellationToken = default)
    {
        using var query = new FormUrlEncodedContent([new("query", promQl)]);
        using var response = await Readiness.Http.PostAsync(new Uri(Address, "api/v1/format_query"), query, cancellationToken);
        return (string)(await ReadDataAsync(response, promQl, cancellationToken))!;
    }

    /// <summary>All targets of all jobs, with the result of their last scrape.</summary>
    public async Task<IReadOnlyList<ScrapeTarget>> TargetsAsync(CancellationToken cancellationToken = default)
    {
        using var response = await Readiness.Http.GetAsync(new Uri(Address, "api/v1/targets?state=active"), cancellationToken);
        var data = await ReadDataAsync(response, "targets", cancellationToken);
        return [.. data["activeTargets"]!.AsArray().Select(target => new ScrapeTarget(
            (string)target!["labels"]!["job"]!, new((string)target["scrapeUrl"]!), (string)target["health"]!, (string)target["lastError"]!))];
    }

    /// <summary>Repeats the query until the result is accepted and returns it. A timeout reports the last result and the state of the targets.</summary>
    public async Task<IReadOnlyList<QuerySample>> WaitUntilAsync(string promQl, Predicate<IReadOnlyList<QuerySample>> accept, TimeSpan? deadline = null)
    {
        try
        {
            return await Eventually.GetAsync($"Prometheus returns the expected result of {promQl}", token => QueryAsync(promQl, token), accept, deadline);
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException($"{failure.Message}\nTargets:\n{string.Join('\n', await TargetsAsync())}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<JsonNode> ReadDataAsync(HttpResponseMessage response, string request, CancellationToken cancellationToken)
    {
        var result = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
        return (string)result["status"]! == "success" ? result["data"]! : throw new InvalidOperationException($"Prometheus rejects {request}: {result["error"]}");
    }
}
