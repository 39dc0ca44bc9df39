using Vernier.EndToEnd.Servers;
using Vernier.Testing;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>Checks the committed files with promtool and amtool.</summary>
public class DeployedFilesTests
{
    public static TheoryData<string> Rules => [.. Deployed.Files("prometheus/rules", "*.yml").Select(file => Path.GetRelativePath(Deployed.Folder, file))];

    public static TheoryData<string> RuleTests => [.. Deployed.Files("prometheus/tests", "*.yml").Select(file => Path.GetRelativePath(Deployed.Folder, file))];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rules_EachFile_IsAcceptedByPromtool(string file) => (await Promtool.CheckRulesAsync(Full(file))).Succeeded();

    [Theory]
    [MemberData(nameof(RuleTests))]
    public async Task RuleTests_EachFile_Passes(string file) => (await Promtool.TestRulesAsync(Full(file))).Succeeded();

    [Fact]
    public async Task PrometheusConfiguration_WithItsRules_IsAcceptedByPromtool() => (await Promtool.CheckConfigAsync(Full("prometheus/prometheus.yml"))).Succeeded();

    [Fact]
    public async Task AlertmanagerConfiguration_IsAcceptedByAmtool() => (await Amtool.CheckConfigAsync(Full("alertmanager/alertmanager.yml"))).Succeeded();

    [Fact]
    public void Compose_Targets_AreServicesWithExistingMounts()
    {
        var compose = Deployed.Yaml("compose.yaml");
        string[] services = [.. compose["services"].Entries().Select(service => service.Key)];

        Deployed.Yaml("prometheus/prometheus.yml").Items("scrape_configs").SelectMany(job => job.Items("static_configs")).SelectMany(config => config.Items("targets"))
            .Select(target => target.ToString().Split(':')[0]).Except(["localhost"]).ShouldBeSubsetOf(services);
        ((string[])["prometheus", "pushgateway", "alertmanager", "victoriametrics", "grafana"]).ShouldBeSubsetOf(services);
        string[] volumes = [.. compose["volumes"].Entries().Select(volume => volume.Key)];
        foreach (var source in compose["services"].Entries().Where(s => s.Value.Has("volumes")).SelectMany(s => s.Value.Items("volumes")).Select(v => v.ToString().Split(':')[0]))
            (volumes.Contains(source) || Directory.Exists(Path.Combine(Deployed.Folder, source))).ShouldBeTrue(source);
        File.Exists(Path.Combine(Repository.Root, "Dockerfile")).ShouldBeTrue();
    }

    private static string Full(string file) => Path.Combine(Deployed.Folder, file);
}
