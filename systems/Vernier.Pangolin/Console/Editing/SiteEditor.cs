using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Tunnels;
using Vernier.Services;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Editing;

/// <summary>Creates, changes and deletes sites. Thread-safe.</summary>
internal sealed class SiteEditor(Database database, SiteInventory inventory, TunnelHub tunnels, TimeProvider time)
{
    private const int SecretBytes = 32;

    /// <summary>Creates a site. The second value is its secret, which is not available later.</summary>
    /// <exception cref="RequestException">409: the identifier is taken, or the limit of sites is reached; 422: values are invalid.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<(Site Site, string Secret)> CreateAsync(SiteInput input, CancellationToken cancellation)
    {
        var secret = NewSecret();
        var site = Validate(input, new Site
        {
            Id = string.IsNullOrEmpty(input.Id) ? InputRules.IdOf(input.Name) : input.Id,
            SecretHash = TextHash.Of(secret),
            Created = time.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        await database.WriteAsync(async session =>
        {
            if (await session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM pangolin_sites").ConfigureAwait(false) >= PangolinLabels.MaxSites)
                throw new RequestException(StatusCodes.Status409Conflict, $"The server has the maximum number of {PangolinLabels.MaxSites} sites. Delete one first.");
            if (!await InventoryStore.AddAsync(session, site).ConfigureAwait(false))
                throw new RequestException(StatusCodes.Status409Conflict, $"A site with the identifier {site.Id} exists already. Enter another identifier.");
        }, cancellation).ConfigureAwait(false);
        await inventory.RefreshAsync(cancellation).ConfigureAwait(false);
        return (site, secret);
    }

    /// <summary>Changes the name and the region of a site.</summary>
    /// <exception cref="RequestException">404: the site does not exist; 412: it was changed in the meantime; 422: values are invalid.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<Site> UpdateAsync(string id, SiteInput input, string? version, CancellationToken cancellation)
    {
        var updated = await database.WriteAsync(async session =>
        {
            var site = await LockAsync(session, id).ConfigureAwait(false);
            EntityVersion.Check(version, EntityVersion.Of(site));
            var changed = Validate(input, site);
            await InventoryStore.UpdateAsync(session, changed).ConfigureAwait(false);
            return changed;
        }, cancellation).ConfigureAwait(false);
        await inventory.RefreshAsync(cancellation).ConfigureAwait(false);
        return updated;
    }

    /// <summary>Replaces the secret of a site and closes its tunnel. Returns the new secret, which is not available later.</summary>
    /// <exception cref="RequestException">404: the site does not exist.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<string> RotateSecretAsync(string id, CancellationToken cancellation)
    {
        var secret = NewSecret();
        await database.WriteAsync(async session =>
        {
            var site = await LockAsync(session, id).ConfigureAwait(false);
            await InventoryStore.UpdateAsync(session, site with { SecretHash = TextHash.Of(secret) }).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        await inventory.RefreshAsync(cancellation).ConfigureAwait(false);
        await tunnels.CloseAsync(id, CloseReasons.SecretChanged).ConfigureAwait(false);
        return secret;
    }

    /// <summary>Deletes a site and closes its tunnel.</summary>
    /// <exception cref="RequestException">404: the site does not exist; 409: it has resources.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        await database.WriteAsync(async session =>
        {
            await LockAsync(session, id).ConfigureAwait(false);
            var resources = await session.QueryAsync<string>("SELECT id FROM pangolin_resources WHERE site_id = @Id ORDER BY id", new { Id = id }).ConfigureAwait(false);
            if (resources.Count > 0)
                throw new RequestException(StatusCodes.Status409Conflict, $"The site has resources. Delete them first: {string.Join(", ", resources)}.");
            await InventoryStore.DeleteSiteAsync(session, id).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        await inventory.RefreshAsync(cancellation).ConfigureAwait(false);
        await tunnels.CloseAsync(id, CloseReasons.SiteDeleted).ConfigureAwait(false);
    }

    private async Task<Site> LockAsync(DatabaseSession session, string id) => await session.FirstOrDefaultAsync<Site>(
        $"SELECT id, name, region, secret_hash, created FROM pangolin_sites WHERE id = @Id {database.ForUpdate}", new { Id = id }).ConfigureAwait(false)
        ?? throw new RequestException(StatusCodes.Status404NotFound, "The site does not exist.");

    private static Site Validate(SiteInput input, Site site)
    {
        var errors = new InputErrors();
        errors.Require(InputRules.IsName(input.Name), "name", $"The name must have 1 to {InputRules.MaxNameLength} visible characters, and no spaces at its start and end.");
        errors.Require(InputRules.IsId(site.Id), "id", $"The identifier {InputRules.IdRule}.");
        errors.Require(string.IsNullOrEmpty(input.Region) || InputRules.IsRegion(input.Region), "region",
            $"The region must consist of up to {InputRules.MaxRegionLength} lowercase letters, digits and hyphens.");
        errors.Throw();
        return site with { Name = input.Name, Region = input.Region ?? "" };
    }

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
}
