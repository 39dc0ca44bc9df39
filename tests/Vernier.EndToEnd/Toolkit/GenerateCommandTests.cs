using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>Tests the command <c>generate</c> of the host.</summary>
public class GenerateCommandTests
{
    [Fact]
    public async Task Generate_EmptyFolder_WritesTheCommittedFiles()
    {
        using var folder = new TemporaryFolder();

        var result = (await HostProcess.RunAsync(new("generate", "--out", folder.Combine("deploy"), "--docs", folder.Combine("docs")))).Succeeded();

        Contents(folder.Combine("deploy")).ShouldBe(Contents(Deployed.Folder));
        Contents(folder.Combine("docs")).ShouldBe(Contents(Path.Combine(Deployed.Folder, "..", "docs", "metrics")));
        result.Lines.ShouldContain("prometheus/prometheus.yml");
    }

    [Fact]
    public async Task Generate_FolderIsAFile_ReportsThePath()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("deploy", "");

        var result = await HostProcess.RunAsync(new("generate", "--out", file));

        result.ExitCode.ShouldBe(1);
        result.Lines.ShouldHaveSingleItem().ShouldStartWith($"Cannot write {Path.Combine(file, "compose.yaml")}: ");
    }

    // Grafana and Prometheus load every file in these folders.
    [Fact]
    public async Task Generate_StaleRules_AreListed()
    {
        using var folder = new TemporaryFolder();
        (await HostProcess.RunAsync(new("generate", "--out", folder.FullName))).Succeeded();
        File.Copy(folder.Combine("prometheus/rules/ccproxy.rules.yml"), folder.Combine("prometheus/rules/stale.rules.yml"));

        var result = (await HostProcess.RunAsync(new("generate", "--out", folder.FullName))).Succeeded();

        result.Lines.ShouldContain("prometheus/rules/stale.rules.yml: stale: no longer generated; delete it if you do not need it");
    }

    private static Dictionary<string, string> Contents(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order().ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText);
}
