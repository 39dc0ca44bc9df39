using Vernier.Services;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Email;

/// <summary>The table of one-time codes. The identifiers and codes are stored as hashes.</summary>
internal sealed class EmailCodeStore(Database database)
{
    /// <summary>How often a code can be entered.</summary>
    public const int MaxAttempts = 5;

    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_email_codes(
            id text PRIMARY KEY, resource_id text NOT NULL, binding text NOT NULL, email text NOT NULL, code_hash text NOT NULL, attempts bigint NOT NULL,
            expires bigint NOT NULL);
        """);

    public Task AddAsync(string id, EmailCodeRow row, CancellationToken cancellation) => database.WriteAsync(session => session.ExecuteAsync("""
        INSERT INTO pangolin_email_codes(id, resource_id, binding, email, code_hash, attempts, expires)
        VALUES (@Id, @ResourceId, @Binding, @Email, @CodeHash, 0, @Expires)
        """, new { Id = TextHash.Of(id), row.ResourceId, row.Binding, row.Email, row.CodeHash, row.Expires }), cancellation);

    /// <summary>Counts an attempt. Returns the code; null if it is unknown, used, or has been entered too often.</summary>
    public Task<EmailCodeRow?> TryAsync(string id, CancellationToken cancellation) => database.WriteAsync(session => session.FirstOrDefaultAsync<EmailCodeRow>("""
        UPDATE pangolin_email_codes SET attempts = attempts + 1 WHERE id = @Id AND attempts < @Max RETURNING resource_id, binding, email, code_hash, expires
        """, new { Id = TextHash.Of(id), Max = MaxAttempts }), cancellation);

    /// <summary>Removes a code. Returns false if it is used already.</summary>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancellation) => await database.WriteAsync(
        session => session.ExecuteAsync("DELETE FROM pangolin_email_codes WHERE id = @Id", new { Id = TextHash.Of(id) }), cancellation).ConfigureAwait(false) == 1;

    /// <summary>Deletes codes that expired before a time, in Unix milliseconds.</summary>
    public static Task DeleteExpiredAsync(DatabaseSession session, long before) =>
        session.ExecuteAsync("DELETE FROM pangolin_email_codes WHERE expires < @Before", new { Before = before });
}

/// <summary>A one-time code, as stored. Not a record, whose text would contain the hash.</summary>
internal sealed class EmailCodeRow
{
    public string ResourceId { get; init; } = "";

    /// <summary>The browser that requested the code.</summary>
    public string Binding { get; init; } = "";

    public string Email { get; init; } = "";

    public string CodeHash { get; init; } = "";

    /// <summary>In Unix milliseconds.</summary>
    public long Expires { get; init; }
}
