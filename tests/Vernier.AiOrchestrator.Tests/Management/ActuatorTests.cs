using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Management;
using Vernier.Services.Storage;
using Vernier.Services.Tests.Storage;
using Vernier.Services.Web;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AiOrchestrator.Tests.Management;

public sealed class ActuatorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Root_Default_LinksToTheExposedEndpoints()
    {
        await using var host = await OrchestratorHost.StartAsync();

        var links = (await GetAsync(host, "/actuator")).GetProperty("_links");

        links.EnumerateObject().Select(link => (link.Name, link.Value.GetProperty("href").GetString(), link.Value.GetProperty("templated").GetBoolean())).ShouldBe(
        [
            ("self", "/actuator", false), ("health", "/actuator/health", false), ("info", "/actuator/info", false), ("metrics", "/actuator/metrics", false),
            ("prometheus", "/actuator/prometheus", false), ("metrics-name", "/actuator/metrics/{name}", true),
        ]);
    }

    // A monitoring server calls the service by the name of the container.
    [Fact]
    public async Task Prometheus_OtherHostNameAndNoToken_ReturnsAllFamiliesWithSeries()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/actuator/prometheus") { Headers = { Host = "orchestrator:8080" } };

        using var response = await host.Client.SendAsync(request, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var families = PrometheusTextParser.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        families.Sample("orchestrator_websocket_active_connections", ("application", "ai-orchestrator")).Value.ShouldBe(0);
        families.Sample("orchestrator_graft_circuit_breaker_state", ("application", "ai-orchestrator"), ("agent", "architect-v1")).Value.ShouldBe(0);
    }

    [Theory]
    [InlineData("text/plain;version=0.0.4", "text/plain")]
    [InlineData("application/openmetrics-text;version=1.0.0", "application/openmetrics-text")]
    public async Task Prometheus_Accept_SelectsTheFormat(string accept, string mediaType)
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/actuator/prometheus") { Headers = { Accept = { MediaTypeWithQualityHeaderValue.Parse(accept) } } };

        using var response = await host.Client.SendAsync(request, Cancellation);

        response.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("orchestrator_vault_secret_rotation_total{application=\"ai-orchestrator\"}");
    }

    [Theory]
    [InlineData("health,info", "health;info")]
    [InlineData(" prometheus , health", "health;prometheus")]
    [InlineData("metrics", "metrics")]
    public async Task Include_Text_ExposesOnlyTheseEndpoints(string include, string expected)
    {
        await using var host = await OrchestratorHost.StartAsync([$"management:endpoints:web:exposure:include={include}"]);

        (await ExposedAsync(host)).ShouldBe(expected.Split(';'));
    }

    [Fact]
    public async Task Include_List_ExposesOnlyTheseEndpoints()
    {
        await using var host = await OrchestratorHost.StartAsync(["management:endpoints:web:exposure:include:0=info", "management:endpoints:web:exposure:include:1=prometheus"]);

        (await ExposedAsync(host)).ShouldBe(["info", "prometheus"]);
    }

    [Fact]
    public async Task Export_Disabled_PrometheusIsNotFound()
    {
        await using var host = await OrchestratorHost.StartAsync(["management:metrics:export:prometheus:enabled=false"]);

        (await ExposedAsync(host)).ShouldBe(["health", "info", "metrics"]);
        using var response = await host.Client.GetAsync("/actuator/prometheus", Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation))!.Error.ShouldBe("Not Found");
    }

    [Fact]
    public async Task Tags_Configured_AreConstantLabelsOfEverySeries()
    {
        await using var host = await OrchestratorHost.StartAsync(["management:metrics:tags:application=agents", "management:metrics:tags:region=eu"]);

        var samples = host.Scrape().Samples;

        samples.ShouldNotBeEmpty();
        samples.ShouldAllBe(sample => sample.Labels.Contains(new("application", "agents")) && sample.Labels.Contains(new("region", "eu")));
        (await GetAsync(host, "/actuator/info")).GetProperty("application").GetString().ShouldBe("agents");
    }

    [Fact]
    public async Task Health_DatabaseIsAvailable_IsUp()
    {
        await using var host = await OrchestratorHost.StartAsync();

        var health = await GetAsync(host, "/actuator/health");

        health.GetProperty("status").GetString().ShouldBe("UP");
        health.GetProperty("components").GetProperty("db").GetProperty("status").GetString().ShouldBe("UP");
    }

    // Nothing listens on port 1.
    [Fact]
    public async Task Health_DatabaseIsUnreachable_IsDownWithoutDetailsOfTheError()
    {
        await using var database = new PostgresDatabase("Host=127.0.0.1;Port=1;Username=operator;Password=secret;Timeout=1", "tests");
        await using var host = await OrchestratorHost.StartAsync(
            orchestrator: builder => builder.Services.AddSingleton(_ => new HealthProbe(database, TimeProvider.System)));

        using var response = await host.Client.GetAsync("/actuator/health", Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldBe(
            """{"status":"DOWN","components":{"db":{"status":"DOWN","details":{"database":"PostgreSQL"}}}}""");
    }

    // Reading works, as on a full disk.
    [Fact]
    public async Task Health_DatabaseIsReadOnly_IsDownUntilItIsWritable()
    {
        var time = new ManualTime();
        await using var opened = TestDatabase.Sqlite();
        var database = opened.Database;
        await database.CreateTablesAsync([HealthProbe.Table], Cancellation);
        using var probe = new HealthProbe(database, time);
        (await probe.CheckAsync(Cancellation)).Status.ShouldBe(HealthStatus.Up);
        var written = await CheckedAtAsync();
        await ExecuteAsync("CREATE TRIGGER outage BEFORE UPDATE ON orchestrator_health BEGIN SELECT RAISE(ABORT, 'full'); END");
        time.Advance(HealthProbe.Interval);

        (await probe.CheckAsync(Cancellation)).Status.ShouldBe(HealthStatus.Down);

        await ExecuteAsync("DROP TRIGGER outage");
        // The result of the last write is valid for some seconds.
        (await probe.CheckAsync(Cancellation)).Status.ShouldBe(HealthStatus.Down);
        (await CheckedAtAsync()).ShouldBe(written);
        time.Advance(HealthProbe.Interval);
        (await probe.CheckAsync(Cancellation)).Status.ShouldBe(HealthStatus.Up);
        (await CheckedAtAsync()).ShouldBe(time.GetUtcNow().ToUnixTimeMilliseconds());

        Task ExecuteAsync(string sql) => database.WriteAsync(session => session.ExecuteAsync(sql), Cancellation);

        Task<long> CheckedAtAsync() => database.ReadAsync(session => session.FirstOrDefaultAsync<long>("SELECT checked_at FROM orchestrator_health"), Cancellation);
    }

    [Fact]
    public async Task Info_Default_HasNameAndVersion()
    {
        await using var host = await OrchestratorHost.StartAsync();

        var info = await GetAsync(host, "/actuator/info");

        info.GetProperty("application").GetString().ShouldBe("ai-orchestrator");
        info.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Metrics_Names_AreDottedAndSorted()
    {
        await using var host = await OrchestratorHost.StartAsync();

        string[] names = [.. (await GetAsync(host, "/actuator/metrics")).GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];

        names.ShouldContain("orchestrator.cost.attribution");
        names.ShouldContain("process.cpu.seconds.total");
        names.ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Metrics_OneCounter_IsTheSumOfItsSeriesOrOfThoseWithATag()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var metrics = host.Services.GetRequiredService<AiOrchestratorMetrics>();
        metrics.CostStored("org/a", "ann", 1.5);
        metrics.CostStored("org/b", "ann", 2);

        var all = await GetAsync(host, "/actuator/metrics/orchestrator.cost.attribution");
        var one = await GetAsync(host, "/actuator/metrics/orchestrator.cost.attribution?tag=repository:org/b&tag=user:ann");

        all.GetProperty("name").GetString().ShouldBe("orchestrator.cost.attribution");
        all.GetProperty("description").GetString().ShouldBe("Cost in USD by repository and user");
        all.GetProperty("measurements").GetRawText().ShouldBe("""[{"statistic":"COUNT","value":3.5}]""");
        all.GetProperty("availableTags").EnumerateArray().Select(tag => tag.GetProperty("tag").GetString()).ShouldBe(["application", "repository", "user"]);
        all.GetProperty("availableTags")[1].GetProperty("values").GetRawText().ShouldBe("""["org/a","org/b"]""");
        one.GetProperty("measurements").GetRawText().ShouldBe("""[{"statistic":"COUNT","value":2}]""");
    }

    [Fact]
    public async Task Metrics_Timer_HasCountAndTotalTimeInMilliseconds()
    {
        await using var host = await OrchestratorHost.StartAsync();
        host.Services.GetRequiredService<AiOrchestratorMetrics>().RoundTripMeasured(TimeSpan.FromMilliseconds(20));
        host.Services.GetRequiredService<AiOrchestratorMetrics>().RoundTripMeasured(TimeSpan.FromMilliseconds(30));

        var timer = await GetAsync(host, "/actuator/metrics/orchestrator.websocket.message.latency");

        timer.GetProperty("baseUnit").GetString().ShouldBe("milliseconds");
        timer.GetProperty("measurements").GetRawText().ShouldBe("""[{"statistic":"COUNT","value":2},{"statistic":"TOTAL_TIME","value":50}]""");
    }

    [Theory]
    [InlineData("/actuator/metrics/orchestrator.nothing", HttpStatusCode.NotFound)]
    [InlineData("/actuator/metrics/orchestrator.cost.attribution?tag=user", HttpStatusCode.BadRequest)]
    [InlineData("/actuator/env", HttpStatusCode.NotFound)]
    public async Task Metrics_InvalidRequest_IsRejected(string path, HttpStatusCode status)
    {
        await using var host = await OrchestratorHost.StartAsync();

        using var response = await host.Client.GetAsync(path, Cancellation);

        response.StatusCode.ShouldBe(status);
    }

    private static async Task<IReadOnlyList<string>> ExposedAsync(OrchestratorHost host)
    {
        var exposed = new List<string>();
        foreach (var name in (string[])["health", "info", "metrics", "prometheus"])
        {
            using var response = await host.Client.GetAsync($"/actuator/{name}", Cancellation);
            if (response.StatusCode == HttpStatusCode.OK)
                exposed.Add(name);
            else
                response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        var links = (await GetAsync(host, "/actuator")).GetProperty("_links");
        links.EnumerateObject().Select(link => link.Name).Except(["self", "metrics-name"]).ShouldBe(exposed);
        return exposed;
    }

    private static Task<JsonElement> GetAsync(OrchestratorHost host, string path) => host.Client.GetFromJsonAsync<JsonElement>(path, Cancellation);
}
