using Vernier.Catalogue;
using Vernier.EndToEnd.Servers;
using Vernier.Systems.CcProxy;
using Vernier.Systems.DicomWebOAuth;
using Vernier.Systems.Orchestrix;

namespace Vernier.EndToEnd.Systems;

/// <summary>What the definitions promise of a system to which nothing has happened yet.</summary>
public class FromStartTests
{
    private static readonly MetricCatalogue[] Catalogues = [DicomWebOAuthCatalogue.Catalogue, CcProxyCatalogue.Catalogue, OrchestrixCatalogue.Catalogue];

    public static TheoryData<string> Systems => [.. HostSetup.Systems];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Metrics_BeforeAnything_HaveAllSeriesThatAreThereFromTheStart(string system)
    {
        MetricCatalogue catalogue = Catalogues.Single(catalogue => catalogue.Name == system);
        int port = FreePort.Next();
        var address = new Uri($"http://127.0.0.1:{port}{catalogue.Scrape!.Path}");
        await using HostProcess host = await HostProcess.StartAsync(address, new HostSetup("serve", "--only", system, "--demo", "false", "--set", $"systems:{system}:port={port}"));
        using var client = new HttpClient();

        string text = await client.GetStringAsync(address, TestContext.Current.CancellationToken);

        var exposed = text.Split('\n').Where(line => !line.StartsWith('#')).Select(line => line.Split('{', ' ')[0]).ToHashSet();
        catalogue.Metrics.Where(metric => metric.FromStart && !exposed.Contains(metric.Name) && !exposed.Contains($"{metric.Name}_count")).ShouldBeEmpty();
        catalogue.Metrics.ShouldContain(metric => metric.FromStart && metric.Labels.Count > 0);
    }
}
