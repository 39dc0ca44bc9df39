using System.Data.Common;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Inventory;

/// <summary>The tables of sites, resources and targets. Callers validate what they write. After a transaction call <see cref="SiteInventory.RefreshAsync"/>.</summary>
internal sealed class InventoryStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_sites(
            id text PRIMARY KEY, name text NOT NULL, region text NOT NULL, secret_hash text NOT NULL, created bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS pangolin_resources(
            id text PRIMARY KEY, name text NOT NULL, site_id text NOT NULL REFERENCES pangolin_sites(id), kind text NOT NULL, host text UNIQUE, port bigint UNIQUE,
            blocked bigint NOT NULL, created bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS pangolin_targets(
            resource_id text NOT NULL REFERENCES pangolin_resources(id) ON DELETE CASCADE, name text NOT NULL, weight bigint NOT NULL, draining bigint NOT NULL,
            health_path text, PRIMARY KEY (resource_id, name));
        """);

    public Task<InventorySnapshot> ReadAsync(CancellationToken cancellation) => database.ReadAsync(async session =>
    {
        var sites = await session.QueryAsync<Site>("SELECT id, name, region, secret_hash, created FROM pangolin_sites ORDER BY id").ConfigureAwait(false);
        var targets = await session.QueryAsync<TargetRow>("SELECT resource_id, name, weight, draining, health_path FROM pangolin_targets ORDER BY name").ConfigureAwait(false);
        var resources = await session.QueryAsync<ResourceRow>(
            "SELECT id, name, site_id, kind, host, port, blocked, created FROM pangolin_resources ORDER BY id").ConfigureAwait(false);
        var byResource = targets.ToLookup(target => target.ResourceId);
        return new InventorySnapshot(sites, [.. resources.Select(row => row.ToResource([.. byResource[row.Id].Select(target => target.ToTarget())]))]);
    }, cancellation);

    /// <summary>Adds a site. Returns false if the identifier is taken.</summary>
    public static async Task<bool> AddAsync(DatabaseSession session, Site site) => await session.ExecuteAsync(
        "INSERT INTO pangolin_sites(id, name, region, secret_hash, created) VALUES (@Id, @Name, @Region, @SecretHash, @Created) ON CONFLICT DO NOTHING",
        site).ConfigureAwait(false) == 1;

    /// <summary>Changes the name and region of a site, and its secret. Returns false if the site does not exist.</summary>
    public static async Task<bool> UpdateAsync(DatabaseSession session, Site site) => await session.ExecuteAsync(
        "UPDATE pangolin_sites SET name = @Name, region = @Region, secret_hash = @SecretHash WHERE id = @Id", site).ConfigureAwait(false) == 1;

    /// <summary>Deletes a site. Returns false if it does not exist.</summary>
    /// <exception cref="DbException">The site has resources.</exception>
    public static async Task<bool> DeleteSiteAsync(DatabaseSession session, string id) =>
        await session.ExecuteAsync("DELETE FROM pangolin_sites WHERE id = @Id", new { Id = id }).ConfigureAwait(false) == 1;

    /// <summary>Adds a resource with its targets. Returns false if the identifier, the host name or the port is taken.</summary>
    public static async Task<bool> AddAsync(DatabaseSession session, Resource resource)
    {
        var added = await session.ExecuteAsync("""
            INSERT INTO pangolin_resources(id, name, site_id, kind, host, port, blocked, created)
            VALUES (@Id, @Name, @SiteId, @Kind, @Host, @Port, @Blocked, @Created) ON CONFLICT DO NOTHING
            """, ResourceRow.Of(resource)).ConfigureAwait(false);
        if (added == 0)
            return false;
        await AddTargetsAsync(session, resource).ConfigureAwait(false);
        return true;
    }

    /// <summary>Changes everything but the identifier, the site and the kind of a resource. Returns false if it does not exist.</summary>
    /// <exception cref="DbException">The host name or port is taken.</exception>
    public static async Task<bool> UpdateAsync(DatabaseSession session, Resource resource)
    {
        var updated = await session.ExecuteAsync(
            "UPDATE pangolin_resources SET name = @Name, host = @Host, port = @Port, blocked = @Blocked WHERE id = @Id", ResourceRow.Of(resource)).ConfigureAwait(false);
        if (updated == 0)
            return false;
        await session.ExecuteAsync("DELETE FROM pangolin_targets WHERE resource_id = @Id", new { resource.Id }).ConfigureAwait(false);
        await AddTargetsAsync(session, resource).ConfigureAwait(false);
        return true;
    }

    /// <summary>Deletes a resource with its targets. Returns false if it does not exist.</summary>
    public static async Task<bool> DeleteResourceAsync(DatabaseSession session, string id) =>
        await session.ExecuteAsync("DELETE FROM pangolin_resources WHERE id = @Id", new { Id = id }).ConfigureAwait(false) == 1;

    private static async Task AddTargetsAsync(DatabaseSession session, Resource resource)
    {
        foreach (var target in resource.Targets)
        {
            await session.ExecuteAsync(
                "INSERT INTO pangolin_targets(resource_id, name, weight, draining, health_path) VALUES (@ResourceId, @Name, @Weight, @Draining, @HealthPath)",
                TargetRow.Of(resource.Id, target)).ConfigureAwait(false);
        }
    }
}
