using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Proxy;
using Vernier.Pangolin.Tests.Certificates;
using Vernier.Pangolin.Traefik;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Traefik;

public sealed class TraefikProviderTests : IDisposable
{
    private const string Errors = "pangolin_traefik_provider_errors_total";

    private readonly TemporaryFolder _folder = new();
    private readonly AdjustableTime _time = new();

    private string ConfigurationFile => _folder.Combine("dynamic.yml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_NoChange_LeavesTheFile()
    {
        await using var app = await StartAsync();
        await app.AddResourceAsync("r-app", "app.example.com");
        await WriteAsync(app);
        var written = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(ConfigurationFile, written);

        await WriteAsync(app);
        File.GetLastWriteTimeUtc(ConfigurationFile).ShouldBe(written);
        app.Value("pangolin_traefik_provider_sync_seconds_count").ShouldBe(2);

        await app.AddResourceAsync("r-more", "more.example.com");
        await WriteAsync(app);
        File.GetLastWriteTimeUtc(ConfigurationFile).ShouldNotBe(written);
        (await File.ReadAllTextAsync(ConfigurationFile, TestContext.Current.CancellationToken)).ShouldContain("Host(`more.example.com`)");
        Directory.GetFiles(_folder.FullName, "dynamic*").ShouldBe([ConfigurationFile]);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData(null)]
    public async Task Write_FileChangedOrDeletedByOthers_IsRestored(string? content)
    {
        await using var app = await StartAsync();
        await app.AddResourceAsync("r-app", "app.example.com");
        await WriteAsync(app);
        var expected = await File.ReadAllTextAsync(ConfigurationFile, TestContext.Current.CancellationToken);
        if (content is null)
            File.Delete(ConfigurationFile);
        else
            await File.WriteAllTextAsync(ConfigurationFile, content, TestContext.Current.CancellationToken);
        await WriteAsync(app);
        (await File.ReadAllTextAsync(ConfigurationFile, TestContext.Current.CancellationToken)).ShouldBe(expected);
    }

    [Fact]
    public async Task Write_FolderMissing_IsCountedEachTimeAndLoggedOnce()
    {
        await using var app = await StartAsync();
        var file = Path.Combine(_folder.Combine("later"), "dynamic.yml");
        await app.Get<TraefikProvider>().WriteAsync(file, TestContext.Current.CancellationToken);
        await app.Get<TraefikProvider>().WriteAsync(file, TestContext.Current.CancellationToken);
        app.Value($"{Errors}{{error_type=\"write\"}}").ShouldBe(2);
        LogOf(app).Count(line => line.Contains("was not written")).ShouldBe(1);

        Directory.CreateDirectory(_folder.Combine("later"));
        await app.Get<TraefikProvider>().WriteAsync(file, TestContext.Current.CancellationToken);
        LogOf(app).Count(line => line.Contains("is written to")).ShouldBe(1);
        File.Exists(file).ShouldBeTrue();
        app.Value("pangolin_traefik_provider_sync_seconds_count").ShouldBe(3);
    }

    [Fact]
    public async Task Write_DatabaseFails_KeepsTheFile()
    {
        await using var app = await StartAsync();
        await app.AddResourceAsync("r-app", "app.example.com");
        await WriteAsync(app);
        var written = await File.ReadAllTextAsync(ConfigurationFile, TestContext.Current.CancellationToken);
        await app.BreakDatabaseAsync();
        await WriteAsync(app);
        app.Value($"{Errors}{{error_type=\"database\"}}").ShouldBe(1);
        (await File.ReadAllTextAsync(ConfigurationFile, TestContext.Current.CancellationToken)).ShouldBe(written);
    }

    [Fact]
    public async Task Run_Clock_WritesAtMultiplesOfFiveSecondsAlsoAfterAJump()
    {
        await using var app = await StartAsync();
        await app.AddResourceAsync("r-app", "app.example.com");
        var provider = app.Get<TraefikProvider>();
        await provider.StartAsync(TestContext.Current.CancellationToken);
        // The clock of the tests starts at 3:04:05.
        await _time.AdvanceUntilAsync(() => File.Exists(ConfigurationFile), "the file is written", TimeSpan.FromMilliseconds(100));
        await AssertAlignedAsync(app);
        _time.Offset = TimeSpan.FromSeconds(-3601.3);
        await AssertAlignedAsync(app, skip: 1);
        _time.Offset = TimeSpan.FromSeconds(86402.7);
        await AssertAlignedAsync(app, skip: 1);
        await provider.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Write_ProxyNotStarted_IsCountedAsRenderError()
    {
        await using var app = await CertificateApp.StartAsync(new Dictionary<string, string?> { ["traefik:file"] = ConfigurationFile }, _time);
        await WriteAsync(app);
        app.Value($"{Errors}{{error_type=\"render\"}}").ShouldBe(1);
        LogOf(app).ShouldHaveSingleItem().ShouldContain("The proxy is not started.");
        File.Exists(ConfigurationFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Get_ApiKey_ReturnsTheConfigurationAsJson()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await host.AddResourceAsync("r-app", "s-a", "app.example.com", "web");
        using (var refused = await host.Client.GetAsync("/api/v1/traefik-config", TestContext.Current.CancellationToken))
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/traefik-config");
        request.Headers.Authorization = new("Bearer", (await host.Services.GetRequiredService<ApiKeys>().CreateAsync("traefik", TestContext.Current.CancellationToken)).Text);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var configuration = await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        ((string)configuration!["http"]!["routers"]!["r-app"]!["rule"]!).ShouldBe("Host(`app.example.com`)");
        ((string)configuration["http"]!["services"]!["pangolin"]!["loadBalancer"]!["servers"]![0]!["url"]!).ShouldBe(host.Services.GetRequiredService<ProxyServer>().Address.GetLeftPart(UriPartial.Authority));
        host.Metric("pangolin_integration_api_requests_total", ("endpoint", "/api/v1/traefik-config"), ("method", "GET"), ("status", "200")).ShouldBe(1);
        host.Metric("pangolin_traefik_provider_sync_seconds_count").ShouldBe(1);
    }

    private static IReadOnlyList<string> LogOf(CertificateApp app) => app.Log.Of(typeof(TraefikProvider).FullName!);

    /// <summary>Waits for the next synchronization and checks that the time of day is a multiple of 5 seconds.</summary>
    private async Task AssertAlignedAsync(CertificateApp app, int skip = 0)
    {
        for (var i = 0; i <= skip; i++)
        {
            var count = app.Value("pangolin_traefik_provider_sync_seconds_count")!.Value;
            await _time.AdvanceUntilAsync(() => app.Value("pangolin_traefik_provider_sync_seconds_count") > count, "the next synchronization", TimeSpan.FromMilliseconds(100));
        }
        // At most the steps that the test made until the operation was measured.
        (_time.GetUtcNow().TimeOfDay.TotalSeconds % 5).ShouldBeLessThan(2);
    }

    private Task WriteAsync(CertificateApp app) => app.Get<TraefikProvider>().WriteAsync(ConfigurationFile, TestContext.Current.CancellationToken);

    private Task<CertificateApp> StartAsync() => CertificateApp.StartAsync(new Dictionary<string, string?>
    {
        ["traefik:service_url"] = "http://127.0.0.1:8088",
        ["traefik:file"] = ConfigurationFile,
    }, _time);
}
