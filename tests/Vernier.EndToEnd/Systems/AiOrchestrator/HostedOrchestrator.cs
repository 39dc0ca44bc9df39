using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Vernier.EndToEnd.Servers;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Systems.AiOrchestrator;

/// <summary>AI Orchestrator in the real host on a free port, without demo traffic. The administrator is logged in.</summary>
internal sealed class HostedOrchestrator : IAsyncDisposable
{
    private const string Administrator = "admin";
    private const string Password = "correct horse battery";

    private static readonly string[] OnlyThis = ["--only", "ai-orchestrator"];

    private readonly HostProcess _process;

    private HostedOrchestrator(HostProcess process, Uri address)
    {
        _process = process;
        Address = address;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 256 }) { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>Sends requests with the token of the administrator.</summary>
    public HttpClient Http { get; }

    /// <summary>The access token of the administrator.</summary>
    public string Token => Http.DefaultRequestHeaders.Authorization!.Parameter!;

    /// <summary>Starts the host with settings below the section of the system, such as <c>runs:lease_duration=2</c>.</summary>
    public static Task<HostedOrchestrator> StartAsync(params IReadOnlyList<string> settings) => StartAsync(new HostSetup(OnlyThis), settings);

    /// <summary>Starts the host with its state in PostgreSQL, and with secrets that it shares with other hosts.</summary>
    public static Task<HostedOrchestrator> StartAsync(PostgresServer postgres, TemporaryFolder secrets, params IReadOnlyList<string> settings) => StartAsync(
        new HostSetup(OnlyThis) { Environment = new Dictionary<string, string> { ["ConnectionStrings__ai-orchestrator"] = postgres.ConnectionString } }, [$"secrets:directory={secrets.Combine("secrets")}", .. settings]);

    /// <summary>Logs in and returns a client with the token. The caller disposes it.</summary>
    public async Task<HttpClient> LoginAsync(string user, string password = Password)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address };
        await AuthenticateAsync(http, user, password);
        return http;
    }

    /// <summary>Starts a run and returns its id.</summary>
    public static async Task<string> StartRunAsync(HttpClient http, string repository, params IReadOnlyList<object> grafts)
    {
        using var response = await http.PostAsJsonAsync("api/runs", new { repository, task = "Add an export of invoices as CSV.", grafts });
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    public Task<string> StartRunAsync(string repository, params IReadOnlyList<object> grafts) => StartRunAsync(Http, repository, grafts);

    /// <summary>Waits until a run has ended, and returns its details.</summary>
    public Task<JsonElement> EndOfAsync(string run, TimeSpan? deadline = null) => Eventually.GetAsync(
        $"run {run} ends", token => Http.GetFromJsonAsync<JsonElement>($"api/runs/{run}", token), details => details.GetProperty("endedAt").ValueKind == JsonValueKind.String, deadline);

    /// <summary>Returns the types of the events of a run.</summary>
    public async Task<IReadOnlyList<string>> EventsOfAsync(string run) =>
        [.. (await Http.GetFromJsonAsync<JsonElement>($"api/runs/{run}/events")).GetProperty("events").EnumerateArray().Select(e => e.GetProperty("type").GetString()!)];

    /// <summary>Returns the sum of all samples with a name.</summary>
    public async Task<double> TotalAsync(string name) => (await ScrapeAsync()).Samples.Where(sample => sample.Name == name).Sum(sample => sample.Value);

    public async Task<ParsedExposition> ScrapeAsync() => PrometheusTextParser.Parse(await Http.GetByteArrayAsync("actuator/prometheus"));

    /// <summary>Kills the process as the kernel does when memory is exhausted.</summary>
    public Task KillAsync() => _process.StopAsync("KILL");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    /// <summary>Starts the host with a command line and settings of the system.</summary>
    public static async Task<HostedOrchestrator> StartAsync(HostSetup setup, IReadOnlyList<string> settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        string[] all = [$"port={address.Port}", $"identity:admin_password={Password}", "identity:rate_limits:dedicated_accounts:0=admin", .. settings];
        string[] arguments = [.. setup.Arguments, "--demo", "false", .. all.SelectMany(setting => new[] { "--set", $"systems:ai-orchestrator:{setting}" })];
        var host = new HostedOrchestrator(await HostProcess.StartAsync(new(address, "actuator/prometheus"), setup with { Arguments = arguments }), address);
        await AuthenticateAsync(host.Http, Administrator, Password);
        return host;
    }

    private static async Task AuthenticateAsync(HttpClient http, string username, string password)
    {
        using var response = await http.PostAsJsonAsync("api/auth/login", new { username, password });
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var tokens = await response.Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
    }
}
