using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Host.Configuration;

/// <summary>The precedence of configuration sources: command line, environment, vernier.yml, appsettings.json.</summary>
public class ConfigurationOrderTests
{
    [Theory]
    [InlineData("appsettings.json")]
    [InlineData("appsettings.json", "vernier.yml")]
    [InlineData("appsettings.json", "vernier.yml", "environment")]
    [InlineData("appsettings.json", "vernier.yml", "environment", "command line")]
    public async Task Start_PortIsSetInSeveralPlaces_TheLastOneWins(params string[] places)
    {
        var ports = places.ToDictionary(place => place, _ => FreePort.Next());
        var files = new Dictionary<string, string>();
        if (ports.TryGetValue("appsettings.json", out var port))
            files["appsettings.json"] = $$"""{ "demo": false, "systems": { "orchestrix": { "port": {{port}} } } }""";
        if (ports.TryGetValue("vernier.yml", out port))
            files["vernier.yml"] = $"systems:\n  orchestrix:\n    port: {port}\n";
        var environment = new Dictionary<string, string>();
        if (ports.TryGetValue("environment", out port))
            environment["systems__orchestrix__port"] = $"{port}";
        string[] arguments = ports.TryGetValue("command line", out port) ? ["--set", $"systems:orchestrix:port={port}"] : [];

        var metrics = new Uri($"http://127.0.0.1:{ports[places[^1]]}/metrics");
        await using var host = await HostProcess.StartAsync(metrics, new(arguments) { Files = files, Environment = environment });

        await Eventually.TrueAsync("the banner names the URL", _ => Task.FromResult(host.Output.Any(line => line.EndsWith($" {metrics}"))));
    }
}
