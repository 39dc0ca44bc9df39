using System.Text.RegularExpressions;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator;

/// <summary>The commands of the system's README work for a new user, with the models of CCProxy in the same host.</summary>
public class CurlTests
{
    [Fact]
    public async Task Readme_CurlCommands_RunReadAndAccount()
    {
        using var folder = new TemporaryFolder();
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var host = await HostProcess.StartAsync(new(url, "actuator/prometheus"), new HostSetup(
            "--only", "ccproxy,ai-orchestrator", "--demo", "false",
            "--set", $"systems:ai-orchestrator:port={url.Port}", "--set", $"systems:ai-orchestrator:data_directory={folder.Combine("data")}"));
        var passwordFile = await Eventually.GetAsync(
            "the banner shows the file of the password",
            _ => Task.FromResult(host.Output.Select(line => Regex.Match(line, "password of admin +(.*)$")).FirstOrDefault(match => match.Success)?.Groups[1].Value ?? ""),
            file => file.Length > 0);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(passwordFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var script = Readme.Block("With curl", "sh", "Vernier.AiOrchestrator")
            .Replace("http://127.0.0.1:8080", url.GetLeftPart(UriPartial.Authority))
            .Replace("~/.local/share/vernier/ai-orchestrator/initial-admin-password", passwordFile);
        var result = (await new Command("bash", "-euo", "pipefail", folder.Write("commands.sh", script)).RunAsync(deadline: TimeSpan.FromSeconds(60))).Succeeded();

        var output = string.Join('\n', result.Lines);
        output.ShouldContain("GRAFT_COMPLETE");
        output.ShouldContain("RUN_SUCCEEDED");
        output.ShouldContain("This is the local model provider of the demo.");
        var spent = Regex.Match(output, "\"spentRunUsd\":([0-9.E-]+)").Groups[1].Value;
        double.Parse(spent).ShouldBePositive();
        // The only run, so the counter has its cost.
        var cost = Regex.Match(output, "^orchestrator_cost_attribution\\{(.*)} (.*)$", RegexOptions.Multiline).Groups;
        cost[1].Value.ShouldContain("repository=\"myorg/myrepo\",user=\"admin\"");
        double.Parse(cost[2].Value).ShouldBe(double.Parse(spent), 1e-12);
    }
}
