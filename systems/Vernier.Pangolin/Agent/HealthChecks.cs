using System.Net.Sockets;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Agent;

/// <summary>Checks the targets that the resources of the site use, and reports what has changed. One connection at a time uses it.</summary>
internal sealed class HealthChecks(SiteTargets targets, TimeProvider time)
{
    /// <summary>A target that was healthy becomes unhealthy after this many failures in a row.</summary>
    private const int UnhealthyFailures = 2;

    private const int MaxConcurrency = 20;

    private readonly Dictionary<string, int> _failures = [];

    /// <summary>Checks until canceled.</summary>
    /// <param name="config">What to check. The first report contains all targets.</param>
    /// <param name="report">Sends a report.</param>
    /// <param name="cancellation">Ends the checks.</param>
    /// <exception cref="OperationCanceledException">The checks were canceled.</exception>
    public async Task RunAsync(ConfigMessage config, Func<HealthMessage, ValueTask> report, CancellationToken cancellation)
    {
        var reported = new Dictionary<string, TargetHealth>();
        while (true)
        {
            var results = await CheckAllAsync(config, cancellation).ConfigureAwait(false);
            var changed = results.Where(result => reported.GetValueOrDefault(result.Name) != result).ToList();
            if (changed.Count > 0)
                await report(new HealthMessage(changed)).ConfigureAwait(false);
            foreach (var result in changed)
                reported[result.Name] = result;
            await Task.Delay(TimeSpan.FromMilliseconds(config.HealthIntervalMilliseconds), time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<TargetHealth[]> CheckAllAsync(ConfigMessage config, CancellationToken cancellation)
    {
        var errors = new ProxyError?[config.Targets.Count];
        var timeout = TimeSpan.FromMilliseconds(config.HealthTimeoutMilliseconds);
        await Parallel.ForAsync(0, errors.Length, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellation },
            async (i, token) => errors[i] = await CheckAsync(config.Targets[i], timeout, token).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. config.Targets.Select((target, i) => Judge(target.Name, errors[i]))];
    }

    private TargetHealth Judge(string name, ProxyError? error)
    {
        // The first check decides at once.
        var isFirst = !_failures.TryGetValue(name, out var before);
        var failures = error is null ? 0 : isFirst ? UnhealthyFailures : before + 1;
        _failures[name] = failures;
        return failures >= UnhealthyFailures ? new TargetHealth(name, false, SiteErrors.NameOf(error!.Value)) : new TargetHealth(name, true, null);
    }

    /// <summary>Checks a target. Returns why it failed; null if it passed.</summary>
    private async Task<ProxyError?> CheckAsync(TargetConfig config, TimeSpan timeout, CancellationToken cancellation)
    {
        if (targets.Find(config.Name) is not { } target)
            return ProxyError.UnknownTarget;
        if (config.HealthPath is not { } path)
            return null;
        return target.Kind == TargetKind.Tcp
            ? await CheckTcpAsync(target, timeout, cancellation).ConfigureAwait(false)
            : await CheckHttpAsync(target, path, timeout, cancellation).ConfigureAwait(false);
    }

    private async Task<ProxyError?> CheckTcpAsync(SiteTarget target, TimeSpan timeout, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var error = await TcpForwarder.ConnectAsync(socket, target, timeout, time, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return error;
    }

    /// <summary>A status of 200 to 399 passes.</summary>
    private async Task<ProxyError?> CheckHttpAsync(SiteTarget target, string path, TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, target.AddressOf(path.StartsWith('/') ? path : "/" + path))
        {
            Version = target.Version,
            VersionPolicy = target.VersionPolicy,
            Headers = { { "User-Agent", $"vernier-pangolin/{ProductVersion.Text}" } },
        };
        try
        {
            using var response = await target.Client.SendAsync(request, linked.Token).ConfigureAwait(false);
            return (int)response.StatusCode is >= 200 and < 400 ? null : ProxyError.InvalidResponse;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return SiteErrors.OfConnection(exception);
        }
    }
}
