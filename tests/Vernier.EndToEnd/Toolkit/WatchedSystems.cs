using System.Text.RegularExpressions;
using Vernier.EndToEnd.Servers;
using YamlDotNet.RepresentationModel;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>
/// Runs <c>deploy/compose.yaml</c> without containers: the real host once for each system, with the command line of the service and demo traffic, and a real
/// Prometheus and VictoriaMetrics with the committed configuration and rules. Only addresses and intervals are changed.
/// </summary>
public sealed partial class WatchedSystems : IAsyncLifetime
{
    private readonly List<HostProcess> _hosts = [];
    private readonly TemporaryFolder _rules = new();
    private PrometheusServer? _prometheus;
    private VictoriaMetricsServer? _victoriaMetrics;

    internal PrometheusServer Prometheus => _prometheus!;

    /// <summary>Receives all samples of Prometheus by remote write; the second data source of the dashboards.</summary>
    internal VictoriaMetricsServer VictoriaMetrics => _victoriaMetrics!;

    public async ValueTask InitializeAsync()
    {
        var configuration = File.ReadAllText(Path.Combine(Deployed.Folder, "prometheus", "prometheus.yml"));
        foreach ((var name, var service) in Deployed.Yaml("compose.yaml")["services"].Entries().Where(service => service.Value.Has("build")))
        {
            var documented = service["ports"][0].ToString().Split(':')[^1];
            var port = FreePort.Next();
            _hosts.Add(await StartAsync(service, $"{name}:{documented}", port, configuration));
            configuration = configuration.Replace($"- {name}:{documented}\n", $"- 127.0.0.1:{port}\n");
        }
        _victoriaMetrics = await VictoriaMetricsServer.StartAsync();
        var own = FreePort.Next();
        configuration = Interval().Replace(configuration, "$1: 1s")
            .Replace("localhost:9090", $"127.0.0.1:{own}")
            .Replace("victoriametrics:8428", _victoriaMetrics.Address.Authority)
            .Replace("'rules/*.rules.yml'", $"'{_rules.FullName}/*.rules.yml'");
        foreach (var file in Deployed.Files("prometheus/rules", "*.yml"))
            _rules.Write(Path.GetFileName(file), GroupInterval().Replace(File.ReadAllText(file), "    interval: 1s"));
        _prometheus = await PrometheusServer.StartAsync(NotStarted().Replace(configuration, "127.0.0.1:9"), own);
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
            await _prometheus.DisposeAsync();
        if (_victoriaMetrics is not null)
            await _victoriaMetrics.DisposeAsync();
        foreach (var host in _hosts)
            await host.DisposeAsync();
        _rules.Dispose();
    }

    private static Task<HostProcess> StartAsync(YamlNode service, string target, int port, string configuration)
    {
        var command = service.Items("command").Select(argument => argument.ToString()
            .Replace("address=0.0.0.0", "address=127.0.0.1")
            .Replace($"port={target.Split(':')[1]}", $"port={port}")
            .Replace("data_directory=/data", "data_directory=data"));
        var job = configuration.Split("  - job_name: ").Single(text => text.Contains($"- {target}\n"));
        var path = Regex.Match(job, "metrics_path: '?([^'\n]+)").Groups[1].Value;
        return HostProcess.StartAsync(new($"http://127.0.0.1:{port}{path}"), new HostSetup([.. command, "--demo", "true"]));
    }

    [GeneratedRegex("(scrape_interval|scrape_timeout|evaluation_interval): '[^']*'")]
    private static partial Regex Interval();

    [GeneratedRegex("(?m)^    interval: .*$")]
    private static partial Regex GroupInterval();

    // Servers that are not started.
    [GeneratedRegex("(alertmanager|pushgateway):[0-9]+")]
    private static partial Regex NotStarted();
}
