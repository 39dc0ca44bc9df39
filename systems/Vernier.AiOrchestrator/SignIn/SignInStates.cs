using Vernier.Services;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>A sign-in that was started and not completed.</summary>
internal sealed class SignInState
{
    /// <summary>The PKCE challenge: the hash of the verifier, which only the browser that started the sign-in has.</summary>
    public string Challenge { get; init; } = "";

    public string RedirectUri { get; init; } = "";

    /// <summary>In Unix milliseconds.</summary>
    public long Expires { get; init; }
}

/// <summary>Stores sign-ins in progress, so that every host can complete them. The state parameter is stored as its hash. Thread-safe.</summary>
internal sealed class SignInStates(Database database, TimeProvider time)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS orchestrator_sign_in_states (
            state text PRIMARY KEY,
            provider text NOT NULL,
            challenge text NOT NULL,
            redirect_uri text NOT NULL,
            expires bigint NOT NULL);
        """);

    /// <summary>How long a sign-in can take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task AddAsync(string state, string provider, string challenge, string redirectUri, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync("DELETE FROM orchestrator_sign_in_states WHERE expires <= @Now", new { Now }).ConfigureAwait(false);
            await session.ExecuteAsync(
                "INSERT INTO orchestrator_sign_in_states (state, provider, challenge, redirect_uri, expires) VALUES (@State, @Provider, @Challenge, @RedirectUri, @Expires)",
                new { State = TextHash.Of(state), Provider = provider, Challenge = challenge, RedirectUri = redirectUri, Expires = Now + (long)Lifetime.TotalMilliseconds }).ConfigureAwait(false);
        },
        cancellation);

    /// <summary>Returns a sign-in and removes it; null if the state is unknown, used or expired.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<SignInState?> TakeAsync(string state, string provider, CancellationToken cancellation)
    {
        var taken = await database.WriteAsync(
            session => session.FirstOrDefaultAsync<SignInState>(
                "DELETE FROM orchestrator_sign_in_states WHERE state = @State AND provider = @Provider RETURNING challenge, redirect_uri, expires",
                new { State = TextHash.Of(state), Provider = provider }),
            cancellation).ConfigureAwait(false);
        return taken?.Expires > Now ? taken : null;
    }
}
