using System.Net;
using Vernier.Pangolin.Configuration;
using Vernier.Services;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>
/// Blocks sign-ins after repeated failures, by account, resource and address. All servers share the counts. Names that do not exist are counted like others,
/// so that a response does not reveal which names exist. Thread-safe.
/// </summary>
internal sealed class Throttle(Database database, PangolinSettings settings, TimeProvider time)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_throttle(
            key text PRIMARY KEY, failures bigint NOT NULL, last_failure bigint NOT NULL, blocked_until bigint NOT NULL);
        """);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private ConsoleOptions Options => settings.Current.Console;

    /// <summary>Returns whether one of the keys is blocked. Check before a credential is verified.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<bool> IsBlockedAsync(CancellationToken cancellation, params ThrottleKey[] keys) => database.ReadAsync(session => IsBlockedAsync(session, keys), cancellation);

    /// <summary>Counts a failed sign-in. Returns whether it has blocked one of the keys.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<bool> FailedAsync(CancellationToken cancellation, params ThrottleKey[] keys) => database.WriteAsync(async session =>
    {
        var hasBlocked = false;
        foreach (var key in Ordered(keys))
            hasBlocked |= await AddFailureAsync(session, key).ConfigureAwait(false);
        return hasBlocked;
    }, cancellation);

    /// <summary>
    /// Forgets the failures of the keys, except those of addresses, after a valid credential. Returns false if a key was blocked while the credential was
    /// verified: then the sign-in must fail, because otherwise parallel attempts would exceed the limit.
    /// </summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<bool> SucceededAsync(CancellationToken cancellation, params ThrottleKey[] keys) => database.WriteAsync(async session =>
    {
        if (await IsBlockedAsync(session, keys).ConfigureAwait(false))
            return false;
        foreach (var key in Ordered(keys).Where(key => !key.IsAddress))
            await session.ExecuteAsync("DELETE FROM pangolin_throttle WHERE key = @Key", new { Key = key.Text }).ConfigureAwait(false);
        return true;
    }, cancellation);

    /// <summary>Deletes failures that do not count anymore.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task CleanUpAsync(CancellationToken cancellation) => database.WriteAsync(session => session.ExecuteAsync(
        "DELETE FROM pangolin_throttle WHERE last_failure < @Since AND blocked_until <= @Now", new { Now, Since = Since(Now) }), cancellation);

    private async Task<bool> IsBlockedAsync(DatabaseSession session, ThrottleKey[] keys)
    {
        foreach (var key in keys)
        {
            var blockedUntil = await session.FirstOrDefaultAsync<long>("SELECT blocked_until FROM pangolin_throttle WHERE key = @Key", new { Key = key.Text }).ConfigureAwait(false);
            if (blockedUntil > Now)
                return true;
        }
        return false;
    }

    private async Task<bool> AddFailureAsync(DatabaseSession session, ThrottleKey key)
    {
        var now = Now;
        var failures = await session.FirstOrDefaultAsync<long>("""
            INSERT INTO pangolin_throttle(key, failures, last_failure, blocked_until) VALUES (@Key, 1, @Now, 0)
            ON CONFLICT (key) DO UPDATE SET
                failures = CASE WHEN pangolin_throttle.last_failure < @Since THEN 1 ELSE pangolin_throttle.failures + 1 END,
                last_failure = @Now
            RETURNING failures
            """, new { Key = key.Text, Now = now, Since = Since(now) }).ConfigureAwait(false);
        if (failures < Options.MaxFailedSignIns * (key.IsAddress ? ThrottleKey.AddressFactor : 1))
            return false;
        await session.ExecuteAsync(
            "UPDATE pangolin_throttle SET failures = 0, blocked_until = @Until WHERE key = @Key",
            new { Key = key.Text, Until = now + (long)Options.BlockDuration.TotalMilliseconds }).ConfigureAwait(false);
        return true;
    }

    private long Since(long now) => now - (long)Options.BlockDuration.TotalMilliseconds;

    /// <summary>Orders the keys, so that concurrent transactions lock rows in the same order.</summary>
    private static IEnumerable<ThrottleKey> Ordered(ThrottleKey[] keys) => keys.OrderBy(key => key.Text, StringComparer.Ordinal);
}

/// <summary>What failed sign-ins are counted by.</summary>
internal readonly record struct ThrottleKey
{
    /// <summary>How many times more failures an address may have than an account: several people can share it.</summary>
    public const int AddressFactor = 10;

    private ThrottleKey(string text, bool isAddress)
    {
        Text = text;
        IsAddress = isAddress;
    }

    public string Text { get; }

    public bool IsAddress { get; }

    /// <summary>The account of a user name or an e-mail address. It is stored as a hash, because people type passwords into the wrong field.</summary>
    public static ThrottleKey Account(string name) => new("account:" + TextHash.Of(name), false);

    /// <summary>The password, pincode or other shared credential of a resource for one address, so that a client cannot lock out others.</summary>
    public static ThrottleKey Resource(string resourceId, IPAddress? address) => new($"resource:{resourceId}:{ClientAddress.PartitionOf(address)}", false);

    /// <summary>The shared credentials of a resource for all addresses, so that many addresses cannot guess more than a few.</summary>
    public static ThrottleKey AllOf(string resourceId) => new("resource:" + resourceId, true);

    /// <summary>The address of the client.</summary>
    public static ThrottleKey Address(IPAddress? address) => new("address:" + ClientAddress.PartitionOf(address), true);
}
