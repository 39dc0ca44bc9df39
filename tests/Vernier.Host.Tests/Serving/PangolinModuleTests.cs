using System.Net;
using System.Net.Sockets;
using Vernier.Host.Configuration;
using Vernier.Host.Serving;
using Vernier.Testing.Parsing;

namespace Vernier.Host.Tests.Serving;

/// <summary>Pangolin as a system of the host, with a data directory of the test.</summary>
public sealed class PangolinModuleTests : IDisposable
{
    private const string Section = "systems:pangolin";

    private readonly string _folder = Directory.CreateTempSubdirectory("vernier-").FullName;
    private readonly HttpClient _http = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Start_Metrics_AreOnTheirOwnPortAndNothingElse()
    {
        await using var systems = Create($"{Section}:metrics:port=0");
        await TestSystems.StartAsync(systems);

        var metrics = LinkOf(systems, "metrics")!;
        metrics.Port.ShouldNotBe(systems.All[0].Address.Port);
        metrics.PathAndQuery.ShouldBe("/metrics");
        var scrape = PrometheusTextParser.Parse(await _http.GetByteArrayAsync(metrics, Cancellation));
        scrape.HasFamily("pangolin_background_jobs_total").ShouldBeTrue();
        foreach (var path in (string[])["/", "/api/v1/sites", "/metrics/x"])
        {
            using var other = await _http.GetAsync(new Uri(metrics, path), Cancellation);
            other.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
        using var application = await _http.GetAsync(new Uri(systems.All[0].Address, "/metrics"), Cancellation);
        application.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData]
    [InlineData($"{Section}:metrics:enabled=false", $"{Section}:metrics:port=0")]
    public async Task Start_MetricsAbsentOrDisabled_HasNoListener(params string[] settings)
    {
        await using var systems = Create(settings);
        await TestSystems.StartAsync(systems);

        LinkOf(systems, "metrics").ShouldBeNull();
        Banner.Of(systems.All, demo: false).ShouldNotContain("metrics");
    }

    [Fact]
    public async Task Start_MetricsPortInUse_FailsWithOneLine()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var systems = Create($"{Section}:metrics:port={port}");

        (await Should.ThrowAsync<StartException>(() => TestSystems.StartAsync(systems))).Message.ShouldBe(
            $"pangolin: Cannot serve the metrics on 127.0.0.1 port {port}: the port is in use; set another port in metrics:port.");
    }

    [Fact]
    public async Task Start_DataDirectoryInUse_FailsWithOneLine()
    {
        await using var first = Create();
        await TestSystems.StartAsync(first);
        await using var second = Create();

        (await Should.ThrowAsync<StartException>(() => TestSystems.StartAsync(second))).Message.ShouldStartWith($"pangolin: The data directory {Path.Combine(_folder, "data")} is in use ");
    }

    [Fact]
    public async Task Start_DatabaseUnreachable_FailsWithOneLineWithoutThePassword()
    {
        await using var systems = Create("connectionStrings:pangolin=Host=127.0.0.1;Port=9;Username=u;Password=hunter2;Database=d");

        var message = (await Should.ThrowAsync<StartException>(() => TestSystems.StartAsync(systems))).Message;

        message.ShouldStartWith("pangolin: PostgreSQL at 127.0.0.1:9 is unavailable: ");
        message.ShouldNotContain("\n");
        message.ShouldNotContain("hunter2");
    }

    [Fact]
    public void Create_InvalidSettings_ReportsAllWithTheirKeys()
    {
        var exception = Should.Throw<ConfigurationException>(() => Create(
            "connectionStrings:pangolin=Host=;Password=hunter2", $"{Section}:metrics:port=65536", $"{Section}:max_database_connections=0", $"{Section}:sites=x"));

        exception.Errors.Select(error => error.Split(": ")[0]).ShouldBe(
            ["ConnectionStrings:pangolin", $"{Section}:metrics:port", $"{Section}:max_database_connections", $"{Section}:sites"], ignoreOrder: true);
        exception.Message.ShouldNotContain("hunter2");
    }

    private static Uri? LinkOf(HostedSystems systems, string label) =>
        systems.All[0].Links.FirstOrDefault(link => link.Label == label) is { } link ? new Uri(systems.All[0].Address, link.Path) : null;

    private HostedSystems Create(params IEnumerable<string> settings) => TestSystems.Create(
        ["demo=false", "only=pangolin", $"{Section}:port=0", $"{Section}:data_directory={Path.Combine(_folder, "data")}", .. settings]);
}
