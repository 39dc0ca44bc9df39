using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Cluster;

/// <summary>Admits requests of other servers: registered, signed with the key of the database, and each one once. Thread-safe.</summary>
internal sealed partial class PeerGate(PeerLinks links, ServerIdentity identity, TimeProvider time, ILogger<PeerGate> logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, ReplayWindow> _windows = [];
    private long _nextLog = long.MinValue;

    /// <summary>Reads the registration of a server that is not known yet. Set it before the first request.</summary>
    public Func<CancellationToken, Task>? RefreshAsync { get; set; }

    /// <summary>Returns the site of an admitted request; null if the request is rejected.</summary>
    public async Task<string?> AdmitAsync(HttpContext http, byte[] key)
    {
        var (site, reason) = await CheckAsync(http, key).ConfigureAwait(false);
        if (reason is not null)
            Log(http, reason);
        return site;
    }

    /// <summary>Forgets servers that do not run any more. Their signatures are rejected because they are not registered.</summary>
    public void Forget()
    {
        foreach (var sender in _windows.Keys.Where(sender => !links.Snapshot.Servers.ContainsKey(sender)))
            _windows.TryRemove(sender, out _);
    }

    private async Task<(string? Site, string? Reason)> CheckAsync(HttpContext http, byte[] key)
    {
        var headers = http.Request.Headers;
        if (PeerSignature.Parse(headers[PeerSignature.Header].ToString()) is not { } signature)
            return (null, "it has no valid signature");
        var site = headers[PeerSignature.SiteHeader].ToString();
        var path = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new PeerRequest(http.Request.Method, http.Request.Host.Value ?? "", path, site, headers[SiteProtocol.TargetHeader].ToString());
        if (!signature.IsValid(key, identity.RunId, request))
            return (null, "its signature is wrong, or it was sent before this server was started again");
        if (!links.Snapshot.Servers.ContainsKey(signature.Sender) && RefreshAsync is { } refreshAsync)
            await refreshAsync(http.RequestAborted).ConfigureAwait(false);
        if (!links.Snapshot.Servers.ContainsKey(signature.Sender))
            return (null, "its server is not registered");
        return _windows.GetOrAdd(signature.Sender, _ => new ReplayWindow()).Accept(signature.Number) ? (site, null) : (null, "it was received before");
    }

    private void Log(HttpContext http, string reason)
    {
        var now = time.GetTimestamp();
        var next = Volatile.Read(ref _nextLog);
        if (now >= next && Interlocked.CompareExchange(ref _nextLog, now + (long)(LogInterval.TotalSeconds * time.TimestampFrequency), next) == next)
            LogRejected(http.Connection.RemoteIpAddress?.ToString(), reason);
    }

    [LoggerMessage(1, LogLevel.Warning, "Rejected a request of another server from {Address}: {Reason}. Logged at most once a minute.")]
    private partial void LogRejected(string? address, string reason);
}
