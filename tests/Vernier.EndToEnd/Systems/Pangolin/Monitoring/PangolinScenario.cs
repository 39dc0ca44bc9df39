using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Vernier.EndToEnd.Servers;
using Vernier.EndToEnd.Systems.Pangolin.WireGuard;
using Vernier.Host.Demo.Pangolin;
using Vernier.Pangolin;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Configuration;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Systems.Pangolin.Monitoring;

/// <summary>
/// Everything that the metrics of Pangolin measure happens once, in a known number: a site connects and loses its connection, visitors sign in and out,
/// certificates are issued and refused, the configuration is reloaded and the server restarts. WireGuard and hole punching happen in network namespaces, which
/// require root. A real Prometheus scrapes the server with the documented job.
/// </summary>
public sealed class PangolinScenario : IAsyncLifetime
{
    internal const string Site = "berlin";
    internal const int Visits = 10;
    internal const int UploadBytes = 100_000;

    private const string Password = "correct horse battery staple";
    private const string Address = "ada@example.com";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _stream = new();
    private readonly SeenSeries _wireGuard = new();
    private ScenarioServer? _server;
    private PrometheusServer? _prometheus;
    private DemoAdministrator? _administrator;
    private DemoBrowser? _visitor;
    private PangolinSite? _site;
    private string _secret = "";
    private Task _streaming = Task.CompletedTask;

    /// <summary>Why WireGuard and hole punching are not part of the scenario; null if they are.</summary>
    internal static string? NoWireGuard => NetworkLab.Unavailable;

    /// <summary>The families with a series that has changed.</summary>
    internal IReadOnlySet<string> Changed => _server!.Seen.Changed.Concat(_wireGuard.Changed).ToHashSet();

    /// <summary>The metrics at the end of the traffic.</summary>
    internal ParsedExposition Metrics { get; private set; } = null!;

    /// <summary>The metrics after the restart.</summary>
    internal ParsedExposition MetricsAfterRestart { get; private set; } = null!;

    /// <summary>The results of the known queries, and of what replaces them, by identifier.</summary>
    internal IReadOnlyDictionary<string, (IReadOnlyList<QuerySample> Known, IReadOnlyList<QuerySample> Instead)> Queries { get; private set; } =
        new Dictionary<string, (IReadOnlyList<QuerySample>, IReadOnlyList<QuerySample>)>();

    internal IReadOnlyCollection<string> Output => _server!.Output;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ScenarioServer.StartNewAsync();
        _prometheus = await StartPrometheusAsync();
        await CreateAsync();
        await VisitAsync(Visits / 2);
        // rate needs a sample of each series before it increases.
        await _prometheus.WaitUntilAsync($"sum(pangolin_resource_requests_total{{resource_id=\"shop\"}}) == {Visits / 2} and sum(pangolin_resource_errors_total) == 1", series => series.Count == 1);
        await VisitAsync(Visits / 2);
        await SignInAsync();
        await ReconnectAsync();
        _streaming = StreamAsync();
        await AdministrateAsync();
        await UntilAsync("certificates are issued", scrape => Sum(scrape, "pangolin_acme_cert_events_total", ("event", "issued")) == 2);
        await ReloadAsync();
        await UntilAsync("the jobs have ended", scrape => Sum(scrape, "pangolin_background_jobs_total", ("job_type", "cert_renewal"), ("status", "success")) > 0);
        await _visitor!.GetAsync("files.localhost", "/", Stop);
        await UntilAsync("a session is extended", scrape => Sum(scrape, "pangolin_token_refresh_total") == 1, () => _visitor.GetAsync("files.localhost", "/", Stop));
        await UntilAsync("the response is in progress", scrape => Sum(scrape, "pangolin_resource_active_connections", ("resource_id", "stream")) == 1);
        Metrics = await _server.ScrapeAsync(Stop);
        await QueryAsync();
        await EndStreamAsync();
        await _server.RestartAsync();
        await UntilAsync("the restart is counted", scrape => Sum(scrape, "pangolin_restart_count_total") == 1);
        MetricsAfterRestart = await _server.ScrapeAsync(Stop);
        if (NoWireGuard is null)
            await ConnectDirectlyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndStreamAsync();
        _administrator?.Dispose();
        _visitor?.Dispose();
        foreach (var server in new IAsyncDisposable?[] { _site, _prometheus, _server })
        {
            if (server is not null)
                await server.DisposeAsync();
        }
        _stream.Dispose();
    }

    /// <summary>Sums the series of a name that have these labels.</summary>
    internal static double Sum(ParsedExposition scrape, string name, params (string Name, string Value)[] labels) => scrape.Samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels.Any(own => own.Name == label.Name && own.Value == label.Value)))
        .Sum(sample => sample.Value);

    /// <summary>Starts Prometheus with the job of the reference page; only the address and the interval are changed.</summary>
    private Task<PrometheusServer> StartPrometheusAsync()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "metrics", "pangolin.md"));
        var job = Regex.Match(page, "^```yaml\n(scrape_configs:.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        job.ShouldContain("job_name: 'pangolin'");
        job.ShouldContain("localhost:9464");
        return PrometheusServer.StartAsync($"global: {{scrape_interval: 1s}}\n{job.Replace("localhost:9464", _server!.Metrics.Authority)}", FreePort.Next());
    }

    private async Task CreateAsync()
    {
        _administrator = (await DemoAdministrator.SignInAsync(_server!.Page, _server.SetupCodeFile, _server.DataDirectory, Stop)).ShouldNotBeNull();
        var site = (await CallAsync(HttpMethod.Post, "/sites", new { id = Site, name = "Berlin", region = "eu" })).ShouldNotBeNull();
        _secret = site.GetProperty("secret").GetString()!;
        await ConnectAsync();
        await AddAsync("shop", "web");
        await AddAsync("stream", "web");
        await AddAsync("legacy", "stopped");
        await AddAsync("api", "web");
        await AddAsync("files", "web");
        await AddAsync("mail", "web");
        await CallAsync(HttpMethod.Put, "/resources/api/sign-in", new { methods = new[] { "header_auth" }, headerUser = "api", headerPassword = Password });
        await CallAsync(HttpMethod.Put, "/resources/files/sign-in", new { methods = new[] { "password" }, password = Password });
        await CallAsync(HttpMethod.Put, "/resources/mail/sign-in", new { methods = new[] { "email" }, emailAllowed = new[] { Address } });
        foreach (var (index, host) in ScenarioServer.AcmeHosts.Index())
            await AddAsync($"acme-{index}", "web", host);
        _visitor = new DemoBrowser(_server.Page, _server.Proxy);
    }

    private Task AddAsync(string id, string target, string? host = null) => CallAsync(
        HttpMethod.Post, "/resources", new { id, name = id, siteId = Site, host = host ?? $"{id}.localhost", targets = new[] { new { name = target, healthPath = target == "web" ? "/" : null } } });

    private async Task<System.Text.Json.JsonElement?> CallAsync(HttpMethod method, string path, object? body) => await _administrator!.CallAsync(method, path, body, Stop);

    private async Task ConnectAsync()
    {
        _site = new PangolinSite(Options(_secret));
        await _site.StartAsync(Stop);
        await _site.WhenConnectedAsync(Stop).WaitAsync(Deadline, TimeProvider.System, Stop);
    }

    private PangolinSiteOptions Options(string secret) => new()
    {
        Server = _server!.Page,
        Id = Site,
        Secret = secret,
        Targets = { ["web"] = _server.Backend.Address, ["stopped"] = $"http://127.0.0.1:{FreePort.Next()}" },
        InitialBackoff = TimeSpan.FromMinutes(10),
        MaxBackoff = TimeSpan.FromMinutes(10),
    };

    private async Task VisitAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await _visitor!.GetAsync("shop.localhost", "/", Stop);
        await _visitor!.GetAsync("legacy.localhost", "/", Stop);
        await _visitor.GetAsync("unknown.localhost", "/", Stop);
    }

    private async Task SignInAsync()
    {
        using var upload = new ByteArrayContent(new byte[UploadBytes]);
        await _visitor!.PostAsync("shop.localhost", "/upload", upload, Stop);
        for (var i = 0; i < 4; i++)
            await _visitor.GetWithCredentialsAsync("api.localhost", "api", Password, Stop);
        await _visitor.GetWithCredentialsAsync("api.localhost", "api", "wrong", Stop);
        (await _visitor.OpenAsync("files.localhost", "/sign-in/password", new Dictionary<string, string> { ["password"] = Password }, Stop)).Address.Host.ShouldBe("files.localhost");
        var codePage = await _visitor.OpenAsync("mail.localhost", "/sign-in/email", new Dictionary<string, string> { ["email"] = Address }, Stop);
        var code = await _server!.Mail.CodeAsync(1);
        (await _visitor.SubmitAsync(codePage, "/sign-in/email/code", new Dictionary<string, string> { ["code"] = code }, Stop)).Address.Host.ShouldBe("mail.localhost");
        await _visitor.SignOutAsync("mail.localhost", Stop);
    }

    /// <summary>The site loses its connection and comes back, and another client tries its identifier with a wrong secret.</summary>
    private async Task ReconnectAsync()
    {
        await _site!.DisposeAsync();
        await UntilAsync("the site is offline", scrape => Sum(scrape, "pangolin_site_online") == 0);
        await using (var wrong = new PangolinSite(Options("wrong")))
        {
            await wrong.StartAsync(Stop);
            await UntilAsync("the secret is rejected", scrape => Sum(scrape, "pangolin_ws_connections_total", ("result", "unauthorized")) == 1);
        }
        await ConnectAsync();
        await UntilAsync("the backend is healthy", scrape => Sum(scrape, "pangolin_backend_health_status", ("backend", "web")) == 1);
    }

    private async Task AdministrateAsync()
    {
        var key = (await CallAsync(HttpMethod.Post, "/api-keys", new { name = "test" })).ShouldNotBeNull().GetProperty("text").GetString();
        using var api = new HttpClient { BaseAddress = _server!.Page, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        for (var i = 0; i < 5; i++)
            (await api.GetAsync("/api/v1/health", Stop)).Dispose();
        (await api.GetAsync("/api/v1/traefik-config", Stop)).Dispose();
        for (var i = 0; i < 2; i++)
            (await _administrator!.SendAsync(HttpMethod.Get, "/sites", null, Stop)).Dispose();

        // Without its directory the file for Traefik cannot be written, and a new resource changes it.
        Directory.Delete(_server.TraefikFolder, recursive: true);
        await AddAsync("new", "web");
        await UntilAsync("a synchronization has failed", scrape => Sum(scrape, "pangolin_traefik_provider_errors_total") > 0);
    }

    private async Task ReloadAsync()
    {
        // The options name the directory of the file for Traefik.
        Directory.CreateDirectory(_server!.TraefikFolder);
        _server.Configure("2");
        await UntilAsync("a change is applied", scrape => Sum(scrape, "pangolin_config_reloads_total", ("result", "success")) == 1);
        _server.Configure("soon");
        await UntilAsync("a change is rejected", scrape => Sum(scrape, "pangolin_config_reloads_total", ("result", "failure")) == 1);
        _server.Configure("2");
        await UntilAsync("the previous change is applied", scrape => Sum(scrape, "pangolin_config_reloads_total", ("result", "success")) == 2);
    }

    /// <summary>A client behind a router reaches a site behind another one.</summary>
    private async Task ConnectDirectlyAsync()
    {
        await using var lab = await WireGuardLab.StartAsync();
        var metrics = new Uri($"http://{NetworkLab.ServerAddress}:9464/metrics");
        _wireGuard.Add(PrometheusTextParser.Parse(await lab.Http.GetByteArrayAsync(metrics, Stop)));
        await lab.StartSiteAsync();
        await lab.WaitForTunnelAsync(isUp: true);
        var client = await lab.StartClientAsync(localPort: 9000);
        await Eventually.TrueAsync("the client is connected", _ => Task.FromResult(client.Output.Any(line => line.Contains("Connected directly", StringComparison.Ordinal))), Deadline);
        _wireGuard.Add(PrometheusTextParser.Parse(await lab.Http.GetByteArrayAsync(metrics, Stop)));
    }

    /// <summary>Opens a response that does not end.</summary>
    private async Task StreamAsync()
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server!.Proxy, "/stream")) { Headers = { Host = "stream.localhost" } };
        using var response = await client.SendAsync(request, _stream.Token);
    }

    private async Task QueryAsync()
    {
        var results = new Dictionary<string, (IReadOnlyList<QuerySample>, IReadOnlyList<QuerySample>)>();
        await _prometheus!.WaitUntilAsync("pangolin_token_refresh_total == 1", series => series.Count == 1);
        foreach (var query in PangolinCatalog.Catalog.DocumentedQueries)
            results[query.Id] = (await _prometheus.QueryAsync(query.Expression, Stop), query.Instead is { } instead ? await _prometheus.QueryAsync(instead.ToString(), Stop) : []);
        Queries = results;
    }

    private async Task EndStreamAsync()
    {
        await _stream.CancelAsync();
        await _streaming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task UntilAsync(string what, Predicate<ParsedExposition> condition, Func<Task>? repeat = null)
    {
        try
        {
            await Eventually.TrueAsync(what, async token =>
            {
                if (repeat is not null)
                    await repeat();
                return condition(await _server!.ScrapeAsync(token));
            }, Deadline);
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException($"{failure.Message}\n{string.Join('\n', _server!.Output)}", failure);
        }
    }
}
