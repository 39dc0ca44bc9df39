using System.Net;
using Vernier.Pangolin.Links.HolePunching;

namespace Vernier.Pangolin.WireGuard;

/// <summary>A direct connection between a client and a site that is being established. Thread-safe.</summary>
/// <param name="id">Its identifier.</param>
/// <param name="siteId">The site.</param>
/// <param name="siteKey">The key for messages of the site.</param>
/// <param name="clientKey">The key for messages of the client.</param>
/// <param name="network">The number of its pair of addresses.</param>
/// <param name="created">When it was created, as a timestamp of the clock.</param>
internal sealed class DirectConnection(Guid id, string siteId, byte[] siteKey, byte[] clientKey, long network, long created)
{
    private readonly Lock _lock = new();
    private readonly Side _site = new();
    private readonly Side _client = new();
    private bool _isPaired;

    public Guid Id { get; } = id;

    public string SiteId { get; } = siteId;

    public long Network { get; } = network;

    public long Created { get; } = created;

    /// <summary>Completes with the response of the site: its public key, or why it refuses.</summary>
    public TaskCompletionSource<(string? PublicKey, string? Error)> Response { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] KeyOf(HolePunchRole role) => role == HolePunchRole.Site ? siteKey : clientKey;

    /// <summary>Stores the endpoint of a side from a message with a valid signature and time.</summary>
    /// <returns>The result, the endpoint of the other side if it is known, and whether both are known for the first time.</returns>
    public (HolePunchReason Reason, IPEndPoint? Peer, bool IsFirstPairing) Register(HolePunchMessage message, IPEndPoint from)
    {
        lock (_lock)
        {
            var (own, other) = message.Role == HolePunchRole.Site ? (_site, _client) : (_client, _site);
            if (message.Timestamp <= own.LastTimestamp)
                return (HolePunchReason.Replayed, null, false);
            own.LastTimestamp = message.Timestamp;
            var isNew = own.Endpoint is null;
            own.Endpoint = from;
            if (other.Endpoint is null)
                return (isNew ? HolePunchReason.Registered : HolePunchReason.PeerUnknown, null, false);
            var isFirstPairing = !_isPaired;
            _isPaired = true;
            return (HolePunchReason.Paired, other.Endpoint, isFirstPairing);
        }
    }

    private sealed class Side
    {
        public long LastTimestamp { get; set; } = long.MinValue;

        public IPEndPoint? Endpoint { get; set; }
    }
}
