using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>What the database knows about the rotation of a secret.</summary>
internal sealed class RotationState
{
    public string Secret { get; init; } = "";

    /// <summary>The last successful rotation, or the creation of the secret, in Unix milliseconds.</summary>
    public long LastRotation { get; init; }

    /// <summary>The earliest scheduled attempt after a failure, in Unix milliseconds; 0 after a success.</summary>
    public long RetryAt { get; init; }
}

/// <summary>The rotations of an instance since its first start.</summary>
internal sealed class RotationTotals
{
    public long Attempts { get; init; }

    public long Failures { get; init; }

    /// <summary>The first start in Unix milliseconds.</summary>
    public long Started { get; init; }
}

/// <summary>Stores rotation times and totals, and the leases by which only one host rotates a secret. Thread-safe.</summary>
internal sealed class RotationStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS orchestrator_secret_rotations (
            secret text PRIMARY KEY,
            last_rotation bigint NOT NULL,
            retry_at bigint NOT NULL,
            lease_owner text NOT NULL,
            lease_expires bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS orchestrator_rotation_totals (
            instance text PRIMARY KEY,
            attempts bigint NOT NULL,
            failures bigint NOT NULL,
            started bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS orchestrator_secret_set (
            name text PRIMARY KEY,
            fingerprint text NOT NULL);
        """);

    private const string SetName = "instances";

    /// <summary>Stores the time of a rotation unless a later one is known.</summary>
    public Task EnsureAsync(string secret, DateTimeOffset rotation, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync(
            """
            INSERT INTO orchestrator_secret_rotations (secret, last_rotation, retry_at, lease_owner, lease_expires) VALUES (@Secret, @Rotation, 0, '', 0)
            ON CONFLICT (secret) DO UPDATE SET last_rotation = excluded.last_rotation
            WHERE orchestrator_secret_rotations.last_rotation < excluded.last_rotation
            """,
            new { Secret = secret, Rotation = rotation.ToUnixTimeMilliseconds() }),
        cancellation);

    public Task<IReadOnlyList<RotationState>> ReadAsync(CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<RotationState>("SELECT secret, last_rotation, retry_at FROM orchestrator_secret_rotations"), cancellation);

    /// <summary>Takes the lease of a secret; false if another rotation has it.</summary>
    public async Task<bool> TryLeaseAsync(string secret, string owner, DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellation) => await database.WriteAsync(
        session => session.ExecuteAsync(
            "UPDATE orchestrator_secret_rotations SET lease_owner = @Owner, lease_expires = @Expires WHERE secret = @Secret AND lease_expires <= @Now",
            new { Secret = secret, Owner = owner, Now = now.ToUnixTimeMilliseconds(), Expires = expires.ToUnixTimeMilliseconds() }),
        cancellation).ConfigureAwait(false) == 1;

    public Task ReleaseAsync(string secret, string owner, CancellationToken cancellation) =>
        database.WriteAsync(session => ReleaseAsync(session, secret, owner), cancellation);

    /// <summary>Counts a successful rotation, stores its time and releases the lease.</summary>
    public Task SucceedAsync(string secret, string owner, string instance, DateTimeOffset rotation, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            await CountAsync(session, instance, 0).ConfigureAwait(false);
            await session.ExecuteAsync(
                """
                UPDATE orchestrator_secret_rotations SET retry_at = 0, last_rotation = CASE WHEN last_rotation < @Rotation THEN @Rotation ELSE last_rotation END
                WHERE secret = @Secret
                """,
                new { Secret = secret, Rotation = rotation.ToUnixTimeMilliseconds() }).ConfigureAwait(false);
            await ReleaseAsync(session, secret, owner).ConfigureAwait(false);
        },
        cancellation);

    /// <summary>Counts a failed rotation, stores when it is repeated and releases the lease.</summary>
    public Task FailAsync(string secret, string owner, string instance, DateTimeOffset retryAt, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            await CountAsync(session, instance, 1).ConfigureAwait(false);
            await session.ExecuteAsync(
                "UPDATE orchestrator_secret_rotations SET retry_at = @RetryAt WHERE secret = @Secret",
                new { Secret = secret, RetryAt = retryAt.ToUnixTimeMilliseconds() }).ConfigureAwait(false);
            await ReleaseAsync(session, secret, owner).ConfigureAwait(false);
        },
        cancellation);

    /// <summary>Returns the totals of an instance, which start at 0 at its first start.</summary>
    public Task<RotationTotals> TotalsAsync(string instance, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync(
                "INSERT INTO orchestrator_rotation_totals (instance, attempts, failures, started) VALUES (@Instance, 0, 0, @Started) ON CONFLICT (instance) DO NOTHING",
                new { Instance = instance, Started = now.ToUnixTimeMilliseconds() }).ConfigureAwait(false);
            return (await session.FirstOrDefaultAsync<RotationTotals>(
                "SELECT attempts, failures, started FROM orchestrator_rotation_totals WHERE instance = @Instance", new { Instance = instance }).ConfigureAwait(false))!;
        },
        cancellation);

    /// <summary>Returns the fingerprint of the secrets that belong to the database; null if there is none yet.</summary>
    public Task<string?> FingerprintAsync(CancellationToken cancellation) => database.ReadAsync(FingerprintAsync, cancellation);

    /// <summary>Stores a fingerprint unless there is one, and returns the stored one.</summary>
    public Task<string?> EnsureFingerprintAsync(string fingerprint, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync(
                "INSERT INTO orchestrator_secret_set (name, fingerprint) VALUES (@Name, @Fingerprint) ON CONFLICT (name) DO NOTHING",
                new { Name = SetName, Fingerprint = fingerprint }).ConfigureAwait(false);
            return await FingerprintAsync(session).ConfigureAwait(false);
        },
        cancellation);

    private static Task<string?> FingerprintAsync(DatabaseSession session) =>
        session.FirstOrDefaultAsync<string>("SELECT fingerprint FROM orchestrator_secret_set WHERE name = @Name", new { Name = SetName });

    private static Task<int> CountAsync(DatabaseSession session, string instance, long failures) => session.ExecuteAsync(
        "UPDATE orchestrator_rotation_totals SET attempts = attempts + 1, failures = failures + @Failures WHERE instance = @Instance",
        new { Instance = instance, Failures = failures });

    /// <summary>A lease that expired may belong to another rotation.</summary>
    private static Task<int> ReleaseAsync(DatabaseSession session, string secret, string owner) => session.ExecuteAsync(
        "UPDATE orchestrator_secret_rotations SET lease_owner = '', lease_expires = 0 WHERE secret = @Secret AND lease_owner = @Owner", new { Secret = secret, Owner = owner });
}
