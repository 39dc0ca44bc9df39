using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Caching;
using Vernier.Services;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Requests;

/// <summary>
/// The sessions of resources for requests. A valid session is remembered for 3 seconds, so that requests in sequence do not read the database. A session that
/// this server ends is invalid at once; one that another server ends, within these 3 seconds. Thread-safe.
/// </summary>
internal sealed class ResourceSessions
{
    private const int Capacity = 50_000;

    private readonly ShortCache<Session> _cache;
    private readonly Sessions _sessions;
    private readonly TimeProvider _time;

    public ResourceSessions(Sessions sessions, TimeProvider time)
    {
        _sessions = sessions;
        _time = time;
        _cache = new ShortCache<Session>(TimeSpan.FromSeconds(3), Capacity, time);
        sessions.OnEnded(_cache.Clear);
    }

    /// <summary>Returns the session of a token; null if it is unknown, for another resource, or has ended.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async ValueTask<Session?> FindAsync(string token, string resourceId, CancellationToken cancellation)
    {
        var key = TextHash.Of(token);
        if (_cache.TryGet(key, out var known))
            return known.ResourceId == resourceId && known.Expires > _time.GetUtcNow() ? known : null;
        var generation = _cache.Generation;
        var session = await _sessions.ValidateAsync(token, SessionKind.Resource, resourceId, cancellation).ConfigureAwait(false);
        if (session is not null)
            _cache.Set(key, session with { IsRenewed = false }, generation);
        return session;
    }
}
