using System.Buffers.Text;
using System.Security.Cryptography;
using Vernier.Services;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Handover;

/// <summary>
/// Single-use codes with which a sign-in on the main application becomes a session on the host of a resource. They are stored as hashes for one minute, so
/// that every server can exchange them. Thread-safe.
/// </summary>
internal sealed class HandoverCodes(Database database, TimeProvider time)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_sign_in_codes(
            hash text PRIMARY KEY, resource_id text NOT NULL, origin text NOT NULL, path text NOT NULL, binding text NOT NULL, method text NOT NULL,
            subject text NOT NULL, user_id text, expires bigint NOT NULL);
        """);

    /// <summary>How long a code is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>What all codes start with, so that a code in the place of a session is recognized.</summary>
    public const string Prefix = "pgc_";

    private const int CodeBytes = 32;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Creates a code for the browser that started a sign-in. Returns the address to which the browser goes next.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<string> IssueAsync(SignInTicket ticket, SignedInUser user, CancellationToken cancellation)
    {
        var code = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
        await database.WriteAsync(session => session.ExecuteAsync("""
            INSERT INTO pangolin_sign_in_codes(hash, resource_id, origin, path, binding, method, subject, user_id, expires)
            VALUES (@Hash, @ResourceId, @Origin, @Path, @Binding, @Method, @Subject, CAST(@UserId AS text), @Expires)
            """, new
        {
            Hash = TextHash.Of(code),
            ticket.ResourceId,
            ticket.Origin,
            ticket.Path,
            ticket.Binding,
            Method = user.Method.ToString(),
            user.Subject,
            user.UserId,
            Expires = Now + (long)Lifetime.TotalMilliseconds,
        }), cancellation).ConfigureAwait(false);
        return $"{ticket.Origin}{SignInPaths.Session}?code={code}";
    }

    /// <summary>Returns what a code stands for, and removes it; null if it is unknown, used or expired.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<HandoverCode?> TakeAsync(string code, CancellationToken cancellation)
    {
        var taken = await database.WriteAsync(session => session.FirstOrDefaultAsync<HandoverCode>("""
            DELETE FROM pangolin_sign_in_codes WHERE hash = @Hash RETURNING resource_id, origin, path, binding, method, subject, user_id, expires
            """, new { Hash = TextHash.Of(code) }), cancellation).ConfigureAwait(false);
        return taken?.Expires > Now ? taken : null;
    }

    /// <summary>Deletes codes that expired before a time, in Unix milliseconds.</summary>
    public static Task DeleteExpiredAsync(DatabaseSession session, long before) =>
        session.ExecuteAsync("DELETE FROM pangolin_sign_in_codes WHERE expires < @Before", new { Before = before });
}
