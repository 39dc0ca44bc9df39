using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Vernier.EndToEnd.Servers;
using Vernier.Testing;

namespace Vernier.EndToEnd.Host;

/// <summary>The commands and settings of the README work.</summary>
public class ReadmeTests
{
    [Fact]
    public async Task Start_SettingsAndOrderOfTheReadme_Work()
    {
        var commands = Readme.Commands("The host");
        var documentedPort = Regex.Match(commands[0], @"--set systems:orchestrix:port=(\d+)").Groups[1].Value;
        commands[2].ShouldBe($"curl http://127.0.0.1:{documentedPort}/metrics");
        var order = Regex.Match(commands[1], $"^curl -d '(.*)' -H 'Content-Type: (.*)' http://127.0.0.1:{documentedPort}/(orders)$");
        var http = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var arguments = commands[0].Replace(documentedPort, $"{http.Port}").Split(" -- ")[1].Split(' ');

        await using var host = await HostProcess.StartAsync(new(http, "metrics"), new(arguments));
        using var content = new StringContent(order.Groups[1].Value, Encoding.UTF8, order.Groups[2].Value);
        using var response = await Readiness.Http.PostAsync(new Uri(http, order.Groups[3].Value), content);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await Readiness.Http.GetStringAsync(new Uri(http, "metrics"))).ShouldContain("orchestrix_messages_total{type=\"command\",name=\"ProcessOrder\"} 1\n");
    }

    // The database of the example does not exist. The host starts anyway and reports that the event store is unavailable.
    [Fact]
    public async Task Start_ConfigurationFileOfTheReadme_IsRead()
    {
        var file = new Dictionary<string, string> { ["vernier.yml"] = Readme.Block("The host", "yaml").Replace("Host=127.0.0.1;", $"Host=127.0.0.1;Port={FreePort.Next()};") };

        await using var host = await OrchestrixHost.StartAsync(new HostSetup { Files = file });

        await host.PlaceAsync("ORD-1").ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        var metrics = await host.Http.GetStringAsync("metrics");
        metrics.ShouldContain("orchestrix_handler_duration_seconds_bucket{handler=\"handle_process_order\",le=\"0.01\"}");
        metrics.ShouldContain("\norchestrix_store_operations_total{operation=\"save\",store=\"postgres\"} 1\n");
    }

    [Fact]
    public async Task DotnetRun_FileInTheFolderOfTheCaller_IsRead()
    {
        using var folder = new TemporaryFolder();
        folder.Write("vernier.yml", "demo: perhaps\n");
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

        var run = new Command("dotnet", "run", "--no-build", "--configuration", configuration, "--project", Repository.Folder("Vernier.Host")) { WorkingFolder = folder.FullName };
        var result = await run.RunAsync();

        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldBe(["demo: invalid value 'perhaps'; must be true or false."]);
    }
}
