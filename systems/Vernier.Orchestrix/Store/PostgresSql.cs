namespace Vernier.Orchestrix.Store;

/// <summary>The statements of <see cref="PostgresEventStore"/>. Each is a single statement and therefore a transaction.</summary>
internal static class PostgresSql
{
    /// <summary>
    /// The lock serializes processes that start together: concurrent CREATE TABLE IF NOT EXISTS statements may fail. The payload is json instead of
    /// jsonb, because json preserves the text, including every character that JSON can escape.
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
    /// Inserts all events, or none if the stream is not at the expected version ($2). Of two concurrent saves that both find that version, the second
    /// one violates the primary key.
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
