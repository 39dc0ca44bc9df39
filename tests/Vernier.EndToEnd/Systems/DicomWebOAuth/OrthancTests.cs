using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Vernier.DicomWebOAuth;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.DicomWebOAuth;

/// <summary>The host as a gateway in front of Orthanc, with tokens from Glewlwyd, scraped by Prometheus.</summary>
public sealed class OrthancTests : IAsyncLifetime
{
    private const string Secret = "geheim-7c41";
    private const string Metrics = "/dicomweb-oauth/metrics";
    private const string Server = "systems:dicomweb-oauth:Servers:orthanc:";

    private readonly int _port = FreePort.Next();
    private readonly HttpClient _http;
    private OrthancServer _orthanc = null!;
    private GlewlwydServer _tokens = null!;
    private HostProcess _host = null!;

    public OrthancTests() => _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new($"http://127.0.0.1:{_port}") };

    public async ValueTask InitializeAsync()
    {
        _orthanc = await OrthancServer.StartNewAsync();
        _tokens = await GlewlwydServer.StartNewAsync(Secret);
        string[] settings =
        [
            $"systems:dicomweb-oauth:port={_port}",
            $"{Server}Url={_orthanc.DicomWeb}",
            $"{Server}TokenEndpoint={_tokens.TokenAddress}",
            $"{Server}ClientId={GlewlwydServer.ClientId}",
            $"{Server}Scope={GlewlwydServer.Scope}",
            $"{Server}ClientSecret=${{ORTHANC_SECRET}}",
            $"{Server}TokenRefreshBufferSeconds=0",
            $"{Server}ResilienceConfig:RetryMaxAttempts=3",
            $"{Server}ResilienceConfig:RetryInitialDelay=0.05",
            $"{Server}ResilienceConfig:CircuitBreakerEnabled=true",
            $"{Server}ResilienceConfig:CircuitBreakerFailureThreshold=2",
            $"{Server}ResilienceConfig:CircuitBreakerTimeout=3",
        ];
        _host = await HostProcess.StartAsync(new(_http.BaseAddress!, Metrics), new HostSetup(["--only", "dicomweb-oauth", .. settings.SelectMany(s => new[] { "--set", s })])
        {
            Environment = new Dictionary<string, string> { ["ORTHANC_SECRET"] = Secret },
        });
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
        if (_tokens is not null)
            await _tokens.DisposeAsync();
        if (_orthanc is not null)
            await _orthanc.DisposeAsync();
    }

    [Fact]
    public async Task Instance_StoredThroughTheGateway_IsFoundAndRetrievedUnchanged()
    {
        var file = DicomFile.Create();
        var bytes = file.ToBytes();

        using var stored = await StoreAsync(bytes);
        stored.StatusCode.ShouldBe(HttpStatusCode.OK, await stored.Content.ReadAsStringAsync());

        using var query = new HttpRequestMessage(HttpMethod.Get, Path($"studies?StudyInstanceUID={file.Study}"));
        query.Headers.Accept.ParseAdd("application/dicom+json");
        using var found = await _http.SendAsync(query);
        var study = JsonDocument.Parse(await found.Content.ReadAsStringAsync()).RootElement.EnumerateArray().ShouldHaveSingleItem();
        study.GetProperty("0020000D").GetProperty("Value")[0].GetString().ShouldBe(file.Study);

        (await RetrieveAsync(file)).ShouldBe(bytes);
        string.Join('\n', _host.Output).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Queries_Documented_MatchTheTraffic()
    {
        await using var prometheus = await StartPrometheusAsync();
        (await prometheus.QueryAsync("dicomweb_oauth_circuit_breaker_state")).ShouldHaveSingleItem().Value.ShouldBe(0);

        for (var i = 0; i < 10; i++)
            (await QueryAsync()).ShouldBe(HttpStatusCode.OK);

        // One token for ten requests.
        await ReachAsync(prometheus, "rate(dicomweb_oauth_cache_hits_total[5m]) / (rate(dicomweb_oauth_cache_hits_total[5m]) + rate(dicomweb_oauth_cache_misses_total[5m]))", 0.9);
        await prometheus.WaitUntilAsync(
            "histogram_quantile(0.95, rate(dicomweb_oauth_token_acquisition_duration_seconds_bucket[5m]))",
            response => response is [{ Value: > 0 and < 10 }]);
        await ReachAsync(prometheus, "dicomweb_oauth_http_requests_total{method=\"GET\",endpoint=\"/studies\",status=\"200\"}", 10);
    }

    [Fact]
    public async Task Orthanc_IsKilledAndRestarted_RequestsFailInBetweenAndAreCounted()
    {
        await using var prometheus = await StartPrometheusAsync();
        (await QueryAsync()).ShouldBe(HttpStatusCode.OK);

        await _orthanc.KillAsync();
        (await QueryAsync()).ShouldBe(HttpStatusCode.BadGateway);
        await ReachAsync(prometheus, "dicomweb_oauth_errors_total{error_code=\"NET-002\",category=\"NETWORK\"}", 1);
        await ReachAsync(prometheus, "dicomweb_oauth_http_requests_total{method=\"GET\",endpoint=\"/studies\",status=\"502\"}", 1);

        await _orthanc.StartAsync();
        (await QueryAsync()).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task TokenEndpoint_IsKilledAndRestarted_CircuitOpensRejectsAndClosesAndEveryFamilyChanges()
    {
        await using var prometheus = await StartPrometheusAsync();
        await _tokens.SetLifetimeAsync(1);
        (await QueryAsync()).ShouldBe(HttpStatusCode.OK);

        await _tokens.KillAsync();
        // The cached token must expire first. Two failures open the circuit.
        await Eventually.TrueAsync("the token expires", async _ => await QueryAsync() == HttpStatusCode.BadGateway);
        (await QueryAsync()).ShouldBe(HttpStatusCode.BadGateway);
        (await QueryAsync()).ShouldBe(HttpStatusCode.ServiceUnavailable);

        await ReachAsync(prometheus, "dicomweb_oauth_circuit_breaker_state", 1);
        await ReachAsync(prometheus, "dicomweb_oauth_circuit_breaker_rejections_total", 1);
        await ReachAsync(prometheus, "dicomweb_oauth_retry_attempts_total", 4);
        await ReachAsync(prometheus, "dicomweb_oauth_token_acquisitions_total{status=\"failure\"}", 2);
        await ReachAsync(prometheus, "dicomweb_oauth_errors_total{error_code=\"AUTH-003\"}", 1);

        await _tokens.StartAsync();
        await Eventually.TrueAsync("the circuit closes", async _ => await QueryAsync() == HttpStatusCode.OK);
        await ReachAsync(prometheus, "dicomweb_oauth_circuit_breaker_state", 0);
        await ExpectCorrectSuccessRateAsync(prometheus);
        foreach (var name in DicomWebOAuthCatalog.Catalog.Metrics.Select(metric => metric.Name))
        {
            var series = $"{{__name__=~\"{name}(_count)?\"}}[5m]";
            await prometheus.WaitUntilAsync($"max_over_time({series}) - min_over_time({series}) > 0", moved => moved.Count > 0);
        }
    }

    // The documented query Q1 divides the successes by themselves.
    private static async Task ExpectCorrectSuccessRateAsync(PrometheusServer prometheus)
    {
        var documented = DicomWebOAuthCatalog.Catalog.DocumentedQueries.Single(query => query.Id == "Q1");
        (await prometheus.QueryAsync(documented.Expression)).ShouldHaveSingleItem().Value.ShouldBe(1);
        // The two are evaluated at different times and may differ until the values are stable.
        await prometheus.WaitUntilAsync(
            $"abs({documented.Instead} - sum by (server) (dicomweb_oauth_token_acquisitions_total{{status=\"success\"}}) / sum by (server) (dicomweb_oauth_token_acquisitions_total))",
            difference => difference is [{ Value: < 0.01 }]);
        (await prometheus.QueryAsync($"{documented.Instead}")).ShouldHaveSingleItem().Value.ShouldBeInRange(0.01, 0.99);
    }

    // All series exist at 0 before the first request; otherwise rates would miss the first increments.
    private async Task<PrometheusServer> StartPrometheusAsync()
    {
        var prometheus = await PrometheusServer.StartAsync(new ScrapeJob("dicom", $"127.0.0.1:{_port}", Metrics));
        await prometheus.WaitUntilAsync("dicomweb_oauth_cache_hits_total{server=\"orthanc\"} == 0 and dicomweb_oauth_cache_misses_total == 0", response => response.Count == 1);
        return prometheus;
    }

    private static Task ReachAsync(PrometheusServer prometheus, string query, double value) =>
        prometheus.WaitUntilAsync(query, response => response.Count == 1 && Math.Abs(response[0].Value - value) < 1e-9);

    private static string Path(string below) => $"/oauth-dicom-web/servers/orthanc/{below}";

    private async Task<HttpStatusCode> QueryAsync()
    {
        using var response = await _http.GetAsync(Path("studies"));
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> StoreAsync(byte[] file)
    {
        using var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/dicom");
        using var body = new MultipartContent("related") { part };
        body.Headers.ContentType!.Parameters.Add(new NameValueHeaderValue("type", "\"application/dicom\""));
        return await _http.PostAsync(Path("studies"), body);
    }

    private async Task<byte[]> RetrieveAsync(DicomFile file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path($"studies/{file.Study}/series/{file.Series}/instances/{file.Instance}"));
        request.Headers.TryAddWithoutValidation("Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
        using var response = await _http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var boundary = response.Content.Headers.ContentType!.Parameters.Single(p => p.Name == "boundary").Value!.Trim('"');
        var reader = new MultipartReader(boundary, await response.Content.ReadAsStreamAsync());
        var section = (await reader.ReadNextSectionAsync()).ShouldNotBeNull();
        using var bytes = new MemoryStream();
        await section.Body.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
