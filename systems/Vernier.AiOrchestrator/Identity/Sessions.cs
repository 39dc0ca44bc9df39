using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>
/// The sessions of users. A session starts with a login; its id is the claim <c>sid</c> of the access tokens and the family of the refresh tokens. It ends
/// with a logout, the reuse of a refresh token, a new password or role, or when the user is disabled. Hosts share sessions through the database. Thread-safe.
/// </summary>
internal sealed class Sessions(Database database)
{
    /// <summary>The session of all requests while authentication is off. It never ends.</summary>
    public const string Local = "local";

    private readonly ConcurrentDictionary<string, ImmutableList<Action>> _watchers = new(StringComparer.Ordinal);

    /// <summary>Returns whether a session has not ended, on any host.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<bool> IsActiveAsync(string sessionId, CancellationToken cancellation) => sessionId == Local
        ? Task.FromResult(true)
        : database.ReadAsync(session => SessionStore.IsActiveAsync(session, sessionId), cancellation);

    /// <summary>
    /// Registers what to do when this host ends a session. Sessions that other hosts end are not reported: call <see cref="IsActiveAsync"/> after the
    /// registration and from time to time. Dispose the result to unregister. The action must not throw.
    /// </summary>
    public IDisposable OnEnded(string sessionId, Action ended)
    {
        // A distinct delegate, so that equal ones are removed one by one.
        Action watcher = () => ended();
        _watchers.AddOrUpdate(sessionId, [watcher], (_, watchers) => watchers.Add(watcher));
        return new Registration(this, sessionId, watcher);
    }

    /// <summary>Notifies the watchers of sessions after their end is committed.</summary>
    public void NotifyEnded(IEnumerable<string> sessionIds)
    {
        foreach (var id in sessionIds)
        {
            if (!_watchers.TryRemove(id, out var watchers))
                continue;
            foreach (var watcher in watchers)
                watcher();
        }
    }

    private sealed class Registration(Sessions sessions, string sessionId, Action watcher) : IDisposable
    {
        public void Dispose()
        {
            while (sessions._watchers.TryGetValue(sessionId, out var watchers) && watchers.Contains(watcher))
            {
                var rest = watchers.Remove(watcher);
                var isDone = rest.IsEmpty
                    ? sessions._watchers.TryRemove(new(sessionId, watchers))
                    : sessions._watchers.TryUpdate(sessionId, rest, watchers);
                if (isDone)
                    return;
            }
        }
    }
}
