using System.Collections.Concurrent;
using Vernier.Pangolin.Links.Protocol;

namespace Vernier.Pangolin.WireGuard;

/// <summary>The control channels of sites that are connected to this server. Thread-safe.</summary>
internal sealed class SiteSessions
{
    private readonly ConcurrentDictionary<string, WireGuardSession> _sessions = [];

    public IEnumerable<WireGuardSession> All => _sessions.Values;

    public WireGuardSession? Find(string siteId) => _sessions.GetValueOrDefault(siteId);

    /// <summary>Adds a session, which replaces the previous one of the site.</summary>
    public void Add(WireGuardSession session) => _sessions[session.SiteId] = session;

    /// <summary>Removes a session. Returns false if another one has replaced it.</summary>
    public bool Remove(WireGuardSession session) => _sessions.TryRemove(new(session.SiteId, session));
}
