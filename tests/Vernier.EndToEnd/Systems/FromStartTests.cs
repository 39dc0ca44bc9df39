using Vernier.AiOrchestrator;
using Vernier.Catalog;
using Vernier.CcProxy;
using Vernier.DicomWebOAuth;
using Vernier.EndToEnd.Servers;
using Vernier.Orchestrix;
using Vernier.Pangolin;

namespace Vernier.EndToEnd.Systems;

/// <summary>The series of a system before any event, as its definitions declare.</summary>
public class FromStartTests
{
    private static readonly MetricCatalog[] Catalogs = [DicomWebOAuthCatalog.Catalog, CcProxyCatalog.Catalog, AiOrchestratorCatalog.Catalog, PangolinCatalog.Catalog, OrchestrixCatalog.Catalog];

    public static TheoryData<string> Systems => [.. HostSetup.Systems];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Metrics_BeforeAnything_HaveAllSeriesThatAreThereFromTheStart(string system)
    {
        MetricCatalog catalog = Catalogs.Single(catalog => catalog.Name == system);
        var port = FreePort.Next();
        var address = new Uri($"http://127.0.0.1:{port}{catalog.Scrape!.Path}");
        await using var host = await HostProcess.StartAsync(address, new HostSetup("serve", "--only", system, "--demo", "false", "--set", $"systems:{system}:{(system == "pangolin" ? "metrics:port" : "port")}={port}"));
        using var client = new HttpClient();

        var text = await client.GetStringAsync(address, TestContext.Current.CancellationToken);

        var exposed = text.Split('\n').Where(line => !line.StartsWith('#')).Select(line => line.Split('{', ' ')[0]).ToHashSet();
        catalog.Metrics.Where(metric => metric.FromStart && !exposed.Contains(metric.Name) && !exposed.Contains($"{metric.Name}_count")).ShouldBeEmpty();
        catalog.Metrics.ShouldContain(metric => metric.FromStart && metric.Labels.Count > 0);
    }
}
