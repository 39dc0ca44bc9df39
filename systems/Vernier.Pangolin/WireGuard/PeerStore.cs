using System.Net;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.WireGuard;

/// <summary>The table of sites that have used WireGuard. A site keeps its address inside the tunnel.</summary>
internal sealed class PeerStore(Database database, TimeProvider time)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_wireguard_peers(
            site_id text PRIMARY KEY REFERENCES pangolin_sites(id) ON DELETE CASCADE, address bigint NOT NULL UNIQUE, public_key text NOT NULL, updated bigint NOT NULL);
        """);

    private const int MaxAttempts = 3;

    /// <summary>Returns the sites that have used WireGuard.</summary>
    public Task<IReadOnlyList<string>> SitesAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<string>("SELECT site_id FROM pangolin_wireguard_peers ORDER BY site_id"), cancellation);

    /// <summary>Stores the public key of a site, and returns its address: the one that it had, or the lowest free one.</summary>
    /// <exception cref="WireGuardException">No address is free.</exception>
    /// <exception cref="StorageException">The database is unavailable, or the site does not exist.</exception>
    public async Task<IPAddress> AssignAsync(string siteId, string publicKey, AddressRange range, CancellationToken cancellation)
    {
        // Another server can take the same address at the same time.
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await database.WriteAsync(session => TryAssignAsync(session, siteId, publicKey, range), cancellation).ConfigureAwait(false) is { } address)
                return AddressRange.AddressOf(address);
        }
        throw new WireGuardException($"Cannot assign an address to the site {siteId}, because other servers assign addresses at the same time.");
    }

    private async Task<long?> TryAssignAsync(DatabaseSession session, string siteId, string publicKey, AddressRange range)
    {
        var known = await session.FirstOrDefaultAsync<long?>("SELECT address FROM pangolin_wireguard_peers WHERE site_id = @SiteId", new { SiteId = siteId }).ConfigureAwait(false);
        if (known is { } address && range.IsSite(address))
        {
            await session.ExecuteAsync("UPDATE pangolin_wireguard_peers SET public_key = @PublicKey, updated = @Updated WHERE site_id = @SiteId",
                new { SiteId = siteId, PublicKey = publicKey, Updated = Now() }).ConfigureAwait(false);
            return address;
        }
        await session.ExecuteAsync("DELETE FROM pangolin_wireguard_peers WHERE site_id = @SiteId", new { SiteId = siteId }).ConfigureAwait(false);
        var used = await session.QueryAsync<long>("SELECT address FROM pangolin_wireguard_peers WHERE address BETWEEN @First AND @Last ORDER BY address",
            new { First = range.FirstSite, Last = range.LastSite }).ConfigureAwait(false);
        var free = range.FirstSite;
        foreach (var taken in used.TakeWhile(taken => taken == free))
            free = taken + 1;
        if (free > range.LastSite)
            throw new WireGuardException($"No address for the site {siteId} is free; all {used.Count} are in use. Set a larger wireguard.network.");
        var added = await session.ExecuteAsync("""
            INSERT INTO pangolin_wireguard_peers(site_id, address, public_key, updated) VALUES (@SiteId, @Address, @PublicKey, @Updated)
            ON CONFLICT (address) DO NOTHING
            """, new { SiteId = siteId, Address = free, PublicKey = publicKey, Updated = Now() }).ConfigureAwait(false);
        return added == 1 ? free : null;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
