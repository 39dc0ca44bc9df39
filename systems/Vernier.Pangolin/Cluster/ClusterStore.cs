using System.Security.Cryptography;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Cluster;

/// <summary>The tables of servers and of the sites that are connected to them. Thread-safe.</summary>
internal sealed class ClusterStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_servers(
            instance text PRIMARY KEY, run_id text NOT NULL UNIQUE, host text NOT NULL, port bigint NOT NULL, certificate text NOT NULL, lease_until bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS pangolin_site_links(
            site_id text PRIMARY KEY, run_id text NOT NULL, number bigint NOT NULL, state text NOT NULL);
        CREATE TABLE IF NOT EXISTS pangolin_cluster_key(id bigint PRIMARY KEY, value text NOT NULL);
        CREATE TABLE IF NOT EXISTS pangolin_server_starts(instance text PRIMARY KEY, starts bigint NOT NULL, first_start bigint NOT NULL);
        """);

    private const int KeyBytes = 32;

    /// <summary>
    /// How far in the future a lease can end. One that ends later was written before a clock was set back, by a server that does not run any more: a running one
    /// has renewed it.
    /// </summary>
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(11);

    /// <summary>Returns the key with which servers authenticate to each other. The first server creates it.</summary>
    public async Task<byte[]> GetKeyAsync(CancellationToken cancellation)
    {
        var value = await database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("INSERT INTO pangolin_cluster_key(id, value) VALUES (1, @Value) ON CONFLICT DO NOTHING",
                new { Value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)) }).ConfigureAwait(false);
            return await session.FirstOrDefaultAsync<string>("SELECT value FROM pangolin_cluster_key WHERE id = 1").ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        return Convert.FromBase64String(value!);
    }

    /// <summary>Registers a server, or renews its registration.</summary>
    public Task RegisterAsync(ServerRow server, DateTimeOffset now, TimeSpan lease, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync("""
            INSERT INTO pangolin_servers(instance, run_id, host, port, certificate, lease_until) VALUES (@Instance, @RunId, @Host, @Port, @Certificate, @Until)
            ON CONFLICT (instance) DO UPDATE SET
                run_id = excluded.run_id, host = excluded.host, port = excluded.port, certificate = excluded.certificate, lease_until = excluded.lease_until
            """, new { server.Instance, server.RunId, server.Host, server.Port, server.Certificate, Until = Milliseconds(now + lease) }),
        cancellation);

    /// <summary>Removes a server that stops, with its sites.</summary>
    public Task UnregisterAsync(string runId, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        await session.ExecuteAsync("DELETE FROM pangolin_site_links WHERE run_id = @RunId", new { RunId = runId }).ConfigureAwait(false);
        await session.ExecuteAsync("DELETE FROM pangolin_servers WHERE run_id = @RunId", new { RunId = runId }).ConfigureAwait(false);
    }, cancellation);

    /// <summary>Stores that a site has connected to a server, whether or not it was connected to another one. Returns the number of the connection.</summary>
    public Task<long> ClaimAsync(SiteLinkRow site, CancellationToken cancellation) => database.WriteAsync(session => session.FirstOrDefaultAsync<long>("""
        INSERT INTO pangolin_site_links(site_id, run_id, number, state) VALUES (@SiteId, @RunId, 1, @State)
        ON CONFLICT (site_id) DO UPDATE SET run_id = excluded.run_id, number = pangolin_site_links.number + 1, state = excluded.state
        RETURNING number
        """, site), cancellation);

    /// <summary>Stores the state of a site, unless it has connected to another server.</summary>
    public Task UpdateAsync(SiteLinkRow site, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync("UPDATE pangolin_site_links SET state = @State WHERE site_id = @SiteId AND run_id = @RunId AND number = @Number", site), cancellation);

    /// <summary>Removes a site that has disconnected, unless it has connected again.</summary>
    public Task RemoveAsync(SiteLinkRow site, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync("DELETE FROM pangolin_site_links WHERE site_id = @SiteId AND run_id = @RunId AND number = @Number", site), cancellation);

    /// <summary>Reads the servers whose registration is valid, and the sites that are connected to them.</summary>
    public Task<(IReadOnlyList<ServerRow> Servers, IReadOnlyList<SiteLinkRow> Sites)> ReadAsync(DateTimeOffset now, CancellationToken cancellation) =>
        database.ReadAsync(async session =>
        {
            var range = new { Now = Milliseconds(now), Latest = Milliseconds(now + LongestLease) };
            var servers = await session.QueryAsync<ServerRow>(
                "SELECT instance, run_id, host, port, certificate FROM pangolin_servers WHERE lease_until > @Now AND lease_until < @Latest ORDER BY instance",
                range).ConfigureAwait(false);
            var sites = await session.QueryAsync<SiteLinkRow>("""
                SELECT l.site_id, l.run_id, l.number, l.state FROM pangolin_site_links l JOIN pangolin_servers s ON s.run_id = l.run_id
                WHERE s.lease_until > @Now AND s.lease_until < @Latest
                """, range).ConfigureAwait(false);
            return (servers, sites);
        }, cancellation);

    /// <summary>Removes servers that do not run any more, and their sites. Returns both.</summary>
    public Task<(IReadOnlyList<string> Servers, IReadOnlyList<string> Sites)> RemoveStaleAsync(DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            var servers = await session.QueryAsync<string>("DELETE FROM pangolin_servers WHERE lease_until <= @Now OR lease_until >= @Latest RETURNING instance",
                new { Now = Milliseconds(now), Latest = Milliseconds(now + LongestLease) }).ConfigureAwait(false);
            var sites = await session.QueryAsync<string>(
                "DELETE FROM pangolin_site_links WHERE run_id NOT IN (SELECT run_id FROM pangolin_servers) RETURNING site_id").ConfigureAwait(false);
            await session.ExecuteAsync("DELETE FROM pangolin_site_links WHERE site_id NOT IN (SELECT id FROM pangolin_sites)").ConfigureAwait(false);
            return (servers, sites);
        }, cancellation);

    /// <summary>Counts a start of a server. Returns the number of starts before it, and the time of the first one.</summary>
    public async Task<(long Restarts, DateTimeOffset FirstStart)> CountStartAsync(string instance, DateTimeOffset now, CancellationToken cancellation)
    {
        var row = await database.WriteAsync(session => session.FirstOrDefaultAsync<StartsRow>("""
            INSERT INTO pangolin_server_starts(instance, starts, first_start) VALUES (@Instance, 1, @Now)
            ON CONFLICT (instance) DO UPDATE SET starts = pangolin_server_starts.starts + 1
            RETURNING starts, first_start
            """, new { Instance = instance, Now = Milliseconds(now) }), cancellation).ConfigureAwait(false);
        return (row!.Starts - 1, DateTimeOffset.FromUnixTimeMilliseconds(row.FirstStart));
    }

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private sealed record StartsRow
    {
        public long Starts { get; init; }

        public long FirstStart { get; init; }
    }
}
