using System.Text.Json.Nodes;
using Vernier.EndToEnd.Host;
using Vernier.EndToEnd.Servers;
using Vernier.Testing;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>The command <c>vernier check</c>.</summary>
public class CheckCommandTests
{
    [Fact]
    public async Task Check_Nothing_ChecksTheCatalogs()
    {
        var result = (await HostProcess.RunAsync(new HostSetup("check", "--strict", "--suppressions", "suppressions.yml")
        {
            Files = new Dictionary<string, string> { ["suppressions.yml"] = File.ReadAllText(Path.Combine(Deployed.Folder, "..", "suppressions.yml")) },
        })).Succeeded();

        result.Lines[^1].ShouldMatch(@"^\d{3} queries and \d{2,3} metrics checked: 0 errors, 0 warnings, \d+ info, [1-9]\d* suppressed$");
    }

    [Fact]
    public async Task Check_DeployedFiles_HaveNoFindings() =>
        (await HostProcess.RunAsync(new("check", "--strict", "--suppressions", Path.Combine(Repository.Root, "suppressions.yml"), Deployed.Folder))).Succeeded();

    [Fact]
    public async Task Check_InvalidInputs_AllAreReported()
    {
        var setup = new HostSetup("check", "broken.yml", "broken.json", "rules.yml", "missing.yml", "http://127.0.0.1:9/metrics", "--format", "json")
        {
            Files = new Dictionary<string, string>
            {
                ["broken.yml"] = "groups: [",
                ["broken.json"] = "{ \"panels\": [ ",
                ["rules.yml"] = "groups:\n  - name: a\n    rules:\n      - record: a:b:c\n        expr: sum(up\n      - record: a:b:d\n        expr: orchestrix_handler_duration_seconds\n",
            },
        };

        var result = await HostProcess.RunAsync(setup);

        result.ExitCode.ShouldBe(1);
        var report = JsonNode.Parse(string.Join('\n', result.Lines))!;
        report["findings"]!.AsArray().Select(finding => $"{finding!["file"]}:{finding["line"]} {finding["rule"]}").ShouldBe(
        [
            "broken.json:1 json-syntax", "broken.yml:1 yaml-syntax", "http://127.0.0.1:9/metrics:0 endpoint-unreachable", "missing.yml:0 file-unreadable",
            "rules.yml:5 promql-syntax", "rules.yml:7 histogram-without-suffix",
        ]);
    }

    [Theory]
    [InlineData("--format", "xml")]
    [InlineData("--format", "7")]
    [InlineData("--timeout", "100y")]
    [InlineData("--timeout", "soon")]
    [InlineData("--max-series", "0")]
    [InlineData("--max-series", "many")]
    [InlineData("--color", "blue")]
    public async Task Check_InvalidCommandLine_IsRejected(string option, string value) => (await HostProcess.RunAsync(new("check", option, value))).ExitCode.ShouldBe(2);

    [Fact]
    public async Task Check_InvalidDuration_ErrorNamesTheOption() => (await HostProcess.RunAsync(new("check", "--timeout", "soon"))).Lines
        .ShouldContain("--timeout: 'soon' is not a valid duration (maximum 1d). Use the Prometheus format: 15s, 1m, 1m30s.");

    [Fact]
    public async Task Check_InvalidUrl_IsRejectedWithoutItsPassword()
    {
        var result = await HostProcess.RunAsync(new("check", "http://me:secret@127.0.0.1:99999/metrics"));

        result.ExitCode.ShouldBe(2);
        string.Join("\n", result.Lines).ShouldNotContain("secret");
    }

    [Fact]
    public async Task Check_EmptyPathAndDeepYaml_AreFindings()
    {
        var result = await HostProcess.RunAsync(new HostSetup("check", "", "deep.yml")
        {
            Files = new Dictionary<string, string> { ["deep.yml"] = "groups: " + new string('[', 100_000) },
        });

        result.ExitCode.ShouldBe(1);
        string.Join("\n", result.Lines).ShouldContain("2 errors");
        result.Lines.ShouldContain("error file-unreadable: The path is empty.");
    }

    [Fact]
    public async Task Check_RunningHost_RulesAreCheckedAgainstItsMetrics()
    {
        await using var host = await OrchestrixHost.StartAsync(new HostSetup("--only", "orchestrix"));
        var endpoint = new Uri(host.Address, "metrics").ToString();
        var rules = Path.Combine(Deployed.Folder, "prometheus", "rules", "orchestrix.rules.yml");

        (await HostProcess.RunAsync(new("check", endpoint, rules, "--strict"))).Succeeded().Lines[^1].ShouldContain(": 0 errors, 0 warnings, ");
        (await HostProcess.RunAsync(new("check", endpoint, rules.Replace("orchestrix", "ccproxy")))).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Check_PrometheusServer_HasNoErrors()
    {
        await using var prometheus = await PrometheusServer.StartAsync();

        var result = await HostProcess.RunAsync(new("check", new Uri(prometheus.Address, "metrics").ToString(), "--format", "json"));

        var report = JsonNode.Parse(string.Join('\n', result.Lines))!;
        ((int)report["metrics"]!).ShouldBeGreaterThan(100);
        // Prometheus exposes the gauge go_memstats_alloc_bytes and the counter go_memstats_alloc_bytes_total, which are different names in the text format.
        report["findings"]!.AsArray().Where(finding => (string)finding!["severity"]! == "error").Select(finding => $"{finding!["rule"]} {finding["element"]}")
            .ShouldBeEmpty();
    }
}
