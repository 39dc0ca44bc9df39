using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Audit;

/// <summary>The table of the audit log.</summary>
internal sealed class AuditStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_audit(
            id text PRIMARY KEY, time bigint NOT NULL, count bigint NOT NULL, resource_id text, site_id text, decision bigint NOT NULL, method text NOT NULL,
            failure text, subject text, address text NOT NULL, path text);
        CREATE INDEX IF NOT EXISTS pangolin_audit_time ON pangolin_audit(time);
        """);

    /// <summary>Adds entries in one transaction.</summary>
    /// <exception cref="StorageException">The database is unavailable; nothing is written.</exception>
    public Task AddAsync(IEnumerable<AuditEntry> entries, CancellationToken cancellation) => database.WriteAsync(session => session.ExecuteAsync("""
        INSERT INTO pangolin_audit(id, time, count, resource_id, site_id, decision, method, failure, subject, address, path)
        VALUES (@Id, @Time, @Count, @ResourceId, @SiteId, @Decision, @Method, @Failure, @Subject, @Address, @Path)
        """, entries.Select(AuditRow.Of)), cancellation);

    /// <summary>Returns the last entries, latest first.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<IReadOnlyList<AuditEntry>> RecentAsync(int limit, CancellationToken cancellation) =>
        [.. (await database.ReadAsync(session => session.QueryAsync<AuditRow>("""
            SELECT id, time, count, resource_id, site_id, decision, method, failure, subject, address, path FROM pangolin_audit ORDER BY time DESC, id LIMIT @Limit
            """, new { Limit = limit }), cancellation).ConfigureAwait(false)).Select(row => row.ToEntry())];

    /// <summary>Deletes entries before a time, in Unix milliseconds.</summary>
    public static Task DeleteAsync(DatabaseSession session, long before) => session.ExecuteAsync("DELETE FROM pangolin_audit WHERE time < @Before", new { Before = before });
}
