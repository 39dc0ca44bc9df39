using System.Text;
using Vernier.EndToEnd.Servers;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Host.Security;

/// <summary>
/// The host with all systems. Clients are authenticated nowhere, so that only the origin of requests can protect the systems.
/// </summary>
internal sealed class AttackedHost : IAsyncDisposable
{
    private readonly HostProcess _process;

    private AttackedHost(HostProcess process, IReadOnlyDictionary<string, int> ports) => (_process, Ports) = (process, ports);

    /// <summary>The ports of the systems by name, and that of the metrics of Pangolin.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; }

    /// <summary>Starts the host.</summary>
    /// <param name="settings">Further settings below <c>systems</c>.</param>
    public static async Task<AttackedHost> StartAsync(params IEnumerable<string> settings)
    {
        var ports = HostSetup.Systems.Append("metrics").ToDictionary(name => name, _ => FreePort.Next());
        string[] all =
        [
            .. HostSetup.Systems.Select(system => $"{system}:port={ports[system]}"),
            "pangolin:metrics:enabled=true", $"pangolin:metrics:port={ports["metrics"]}",
            "pangolin:console:require_authentication=false", "ai-orchestrator:identity:require_authentication=false",
            "dicomweb-oauth:RateLimitRequests=10000",
            .. settings,
        ];
        var process = await HostProcess.StartAsync(
            new Uri($"http://127.0.0.1:{ports["orchestrix"]}/metrics"), new HostSetup(["--demo", "false", .. all.SelectMany(setting => new[] { "--set", $"systems:{setting}" })]));
        return new AttackedHost(process, ports);
    }

    /// <summary>Requests that change something, for each system.</summary>
    /// <param name="host">The name with which the requests are sent.</param>
    public IReadOnlyList<AttackRequest> Requests(string host)
    {
        const string prompt = """{"model":"vernier-small","max_tokens":5,"messages":[{"role":"user","content":"evil"}],"x":""}""";
        return
        [
            new("POST", Url("orchestrix", "/orders"), """{"orderId":"evil","items":[{"sku":"A-1","quantity":1}],"customer":"evil"}"""),
            new("POST", Url("ccproxy", "/v1/messages"), prompt),
            new("POST", Url("ccproxy", "/v1/chat/completions"), prompt),
            new("GET", Url("ccproxy", "/v1/models")),
            new("POST", Url("dicomweb-oauth", "/dicomweb-oauth/servers/embedded/test")),
            new("POST", Url("dicomweb-oauth", "/oauth-dicom-web/servers/embedded/studies"), "evil"),
            new("GET", Url("dicomweb-oauth", "/oauth-dicom-web/servers/embedded/studies")),
            new("POST", Url("ai-orchestrator", "/api/runs"), """{"repository":"evil","task":"evil"}"""),
            new("POST", Url("ai-orchestrator", "/api/admin/users"), """{"name":"evil","password":"a long password of evil"}"""),
            new("POST", Url("ai-orchestrator", "/api/metrics/circuit-breakers/pm-v1/reset")),
            new("GET", Url("ai-orchestrator", "/api/metrics/circuit-breakers/pm-v1/reset")),
            new("POST", Url("pangolin", "/api/v1/sites"), """{"id":"evil","name":"evil"}"""),
            new("POST", Url("pangolin", "/sites/new"), "name=evil"),
            new("POST", Url("metrics", "/metrics")),
            new("GET", Url("metrics", "/metrics")),
        ];

        string Url(string system, string path) => $"http://{host}:{Ports[system]}{path}";
    }

    /// <summary>The WebSockets and event streams of all systems.</summary>
    /// <param name="host">The name with which they are opened.</param>
    public IReadOnlyList<string> Streams(string host) =>
    [
        $"ws://{host}:{Ports["ai-orchestrator"]}/ws/runs?runId=evil", $"http://{host}:{Ports["ai-orchestrator"]}/ws/runs?runId=evil",
        $"ws://{host}:{Ports["pangolin"]}/api/v1/tunnel", $"http://{host}:{Ports["ccproxy"]}/v1/models", $"http://{host}:{Ports["metrics"]}/metrics",
    ];

    /// <summary>What requests could have changed, by system.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StateAsync() => new Dictionary<string, string>
    {
        ["orchestrix"] = await SumAsync("orchestrix", "/metrics", "orchestrix_messages_total"),
        ["ccproxy"] = await SumAsync("ccproxy", "/metrics", "ccproxy_requests_total"),
        ["dicomweb-oauth"] = await SumAsync("dicomweb-oauth", "/dicomweb-oauth/metrics", "dicomweb_oauth_token_acquisitions_total", "dicomweb_oauth_cache_hits_total"),
        ["ai-orchestrator"] = await GetAsync("ai-orchestrator", "/api/runs") + await GetAsync("ai-orchestrator", "/api/admin/users"),
        ["pangolin"] = await GetAsync("pangolin", "/api/v1/sites"),
    };

    /// <summary>Sends requests as a program does, without the headers of a browser.</summary>
    public static async Task SendAsync(IEnumerable<AttackRequest> requests)
    {
        foreach (var request in requests)
        {
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Url);
            if (request.Body.Length > 0)
                message.Content = new StringContent(request.Body, Encoding.UTF8, "application/json");
            using var response = await Readiness.Http.SendAsync(message, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private Task<string> GetAsync(string system, string path) =>
        Readiness.Http.GetStringAsync(new Uri($"http://127.0.0.1:{Ports[system]}{path}"), TestContext.Current.CancellationToken);

    private async Task<string> SumAsync(string system, string path, params string[] names)
    {
        var scrape = PrometheusTextParser.Parse(Encoding.UTF8.GetBytes(await GetAsync(system, path)));
        return $"{scrape.Samples.Where(sample => names.Contains(sample.Name)).Sum(sample => sample.Value)}";
    }
}
