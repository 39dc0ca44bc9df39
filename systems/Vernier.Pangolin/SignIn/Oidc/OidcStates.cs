using Vernier.Services;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Oidc;

/// <summary>The sign-ins with a provider that are in progress, so that every server can complete them. The state parameter is stored as its hash.</summary>
internal sealed class OidcStates(Database database, TimeProvider time)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_oidc_states(
            hash text PRIMARY KEY, provider text NOT NULL, challenge text NOT NULL, ticket text NOT NULL, expires bigint NOT NULL);
        """);

    /// <summary>How long a sign-in at the provider can take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task AddAsync(string state, OidcState row, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync(
            "INSERT INTO pangolin_oidc_states(hash, provider, challenge, ticket, expires) VALUES (@Hash, @Provider, @Challenge, @Ticket, @Expires)",
            new { Hash = TextHash.Of(state), row.Provider, row.Challenge, row.Ticket, Expires = Now + (long)Lifetime.TotalMilliseconds }),
        cancellation);

    /// <summary>Returns a sign-in and removes it; null if the state is unknown, used or expired.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<OidcState?> TakeAsync(string state, CancellationToken cancellation)
    {
        var taken = await database.WriteAsync(
            session => session.FirstOrDefaultAsync<OidcState>(
                "DELETE FROM pangolin_oidc_states WHERE hash = @Hash RETURNING provider, challenge, ticket, expires", new { Hash = TextHash.Of(state) }),
            cancellation).ConfigureAwait(false);
        return taken?.Expires > Now ? taken : null;
    }

    /// <summary>Deletes states that expired before a time, in Unix milliseconds.</summary>
    public static Task DeleteExpiredAsync(DatabaseSession session, long before) =>
        session.ExecuteAsync("DELETE FROM pangolin_oidc_states WHERE expires < @Before", new { Before = before });
}

/// <summary>A sign-in with a provider that was started and not completed.</summary>
internal sealed record OidcState
{
    public string Provider { get; init; } = "";

    /// <summary>The hash of the PKCE verifier, which only the browser that started the sign-in can provide.</summary>
    public string Challenge { get; init; } = "";

    /// <summary>The signed ticket of the sign-in.</summary>
    public string Ticket { get; init; } = "";

    /// <summary>In Unix milliseconds.</summary>
    public long Expires { get; init; }
}
