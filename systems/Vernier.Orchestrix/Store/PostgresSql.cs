namespace Vernier.Orchestrix.Store;

/// <summary>The statements of <see cref="PostgresEventStore"/>. Each is one statement, hence one transaction of its own.</summary>
internal static class PostgresSql
{
    /// <summary>
    /// The lock is for several processes that start together: CREATE TABLE IF NOT EXISTS alone may fail when two run at once. The payload is json
    /// and not jsonb, because that keeps the text as it was written, and with it every character that JSON can escape.
    /// </summary>
    public const string CreateSchema =
        """
        DO $$
        BEGIN
            PERFORM pg_advisory_xact_lock(7308324466019791);
            CREATE TABLE IF NOT EXISTS orchestrix_events (
                stream text NOT NULL,
                version bigint NOT NULL,
                id text NOT NULL,
                type text NOT NULL,
                payload json NOT NULL,
                saved_at timestamptz NOT NULL,
                PRIMARY KEY (stream, version));
            CREATE TABLE IF NOT EXISTS orchestrix_snapshots (
                stream text PRIMARY KEY,
                version bigint NOT NULL,
                state text NOT NULL,
                saved_at timestamptz NOT NULL);
        END
        $$
        """;

    /// <summary>
    /// Inserts all events, or none when the stream is not at the expected version ($2). Two saves that both find it there try the same version,
    /// and the primary key stops the second.
    /// </summary>
    public const string Save =
        """
        INSERT INTO orchestrix_events (stream, version, id, type, payload, saved_at)
        SELECT $1, $2 + e.position, e.id, e.type, e.payload::json, $6
        FROM unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS e (id, type, payload, position)
        WHERE $2 = (SELECT coalesce(max(version), -1) FROM orchestrix_events WHERE stream = $1)
        """;

    public const string Load = "SELECT version, type, payload::text FROM orchestrix_events WHERE stream = $1 AND version >= $2 ORDER BY version";

    public const string SaveSnapshot =
        """
        INSERT INTO orchestrix_snapshots AS kept (stream, version, state, saved_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (stream) DO UPDATE SET version = excluded.version, state = excluded.state, saved_at = excluded.saved_at
        WHERE excluded.version >= kept.version
        """;

    public const string LoadSnapshot = "SELECT version, state FROM orchestrix_snapshots WHERE stream = $1";
}
