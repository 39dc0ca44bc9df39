using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Editing;

/// <summary>Creates, changes and deletes resources with their targets. Thread-safe.</summary>
internal sealed class ResourceEditor(Database database, SiteInventory inventory, SignInPolicies policies, Sessions sessions, PangolinSettings settings, TimeProvider time)
{
    /// <exception cref="RequestException">
    /// 409: the identifier, host name or port is taken, or the limit of resources is reached; 422: values are invalid.
    /// </exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<Resource> CreateAsync(ResourceInput input, CancellationToken cancellation)
    {
        var created = await database.WriteAsync(async session =>
        {
            var resource = Validate(input, new Resource
            {
                Id = string.IsNullOrEmpty(input.Id) ? InputRules.IdOf(input.Name) : input.Id,
                SiteId = input.SiteId ?? "",
                Kind = input.Kind ?? ResourceKind.Http,
                Created = time.GetUtcNow().ToUnixTimeMilliseconds(),
            }, await SiteExistsAsync(session, input.SiteId ?? "").ConfigureAwait(false));
            if (await session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM pangolin_resources").ConfigureAwait(false) >= PangolinLabels.MaxResources)
                throw new RequestException(StatusCodes.Status409Conflict, $"The server has the maximum number of {PangolinLabels.MaxResources} resources. Delete one first.");
            await CheckUniqueAsync(session, resource, isNew: true).ConfigureAwait(false);
            return await InventoryStore.AddAsync(session, resource).ConfigureAwait(false)
                ? resource
                : throw Conflict("Another server has created a resource with this identifier, host name or port.");
        }, cancellation).ConfigureAwait(false);
        await policies.RefreshAsync(cancellation).ConfigureAwait(false);
        await inventory.RefreshAsync(cancellation).ConfigureAwait(false);
        return created;
    }

    /// <summary>Changes everything but the identifier, the site and the kind of a resource.</summary>
    /// <exception cref="RequestException">
    /// 404: the resource does not exist; 409: the host name or port is taken; 412: it was changed in the meantime; 422: values are invalid.
    /// </exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<Resource> UpdateAsync(string id, ResourceInput input, string? version, CancellationToken cancellation) =>
        ChangeAsync(id, version, current => Validate(input, current, siteExists: true), cancellation);

    /// <summary>Adds a target to a resource, or replaces the one with the same name.</summary>
    /// <exception cref="RequestException">404: the resource does not exist; 412: it was changed in the meantime; 422: values are invalid.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<Resource> PutTargetAsync(string id, TargetInput target, string? version, CancellationToken cancellation) => ChangeAsync(id, version, current =>
    {
        var input = InputOf(current);
        return Validate(input with { Targets = [.. input.Targets.Where(other => other.Name != target.Name), target] }, current, siteExists: true);
    }, cancellation);

    /// <summary>Removes a target from a resource.</summary>
    /// <exception cref="RequestException">404: the resource or the target does not exist; 412: it was changed in the meantime.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<Resource> DeleteTargetAsync(string id, string name, string? version, CancellationToken cancellation) => ChangeAsync(id, version, current =>
        current.Targets.Any(target => target.Name == name)
            ? current with { Targets = [.. current.Targets.Where(target => target.Name != name)] }
            : throw new RequestException(StatusCodes.Status404NotFound, "The resource does not have this target."), cancellation);

    /// <summary>Deletes a resource with its targets and sessions.</summary>
    /// <exception cref="RequestException">404: the resource does not exist.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        var ended = await database.WriteAsync(async session => await InventoryStore.DeleteResourceAsync(session, id).ConfigureAwait(false)
            ? await Sessions.RevokeResourceAsync(session, id).ConfigureAwait(false)
            : throw NotFound(), cancellation).ConfigureAwait(false);
        sessions.Revoked(RevocationReason.ResourceDeleted, ended);
        await inventory.RefreshAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Returns the input that describes a resource.</summary>
    public static ResourceInput InputOf(Resource resource) => new()
    {
        Id = resource.Id,
        Name = resource.Name,
        SiteId = resource.SiteId,
        Kind = resource.Kind,
        Host = resource.Host,
        Port = resource.Port,
        Blocked = resource.Blocked,
        Targets = [.. resource.Targets.Select(target => new TargetInput { Name = target.Name, Weight = target.Weight, Draining = target.Draining, HealthPath = target.HealthPath })],
    };

    private async Task<Resource> ChangeAsync(string id, string? version, Func<Resource, Resource> change, CancellationToken cancellation)
    {
        var updated = await database.WriteAsync(async session =>
        {
            var current = await LockAsync(session, id).ConfigureAwait(false);
            EntityVersion.Check(version, EntityVersion.Of(current));
            var changed = change(current);
            await CheckUniqueAsync(session, changed, isNew: false).ConfigureAwait(false);
            await InventoryStore.UpdateAsync(session, changed).ConfigureAwait(false);
            return changed;
        }, cancellation).ConfigureAwait(false);
        await inventory.RefreshAsync(cancellation).ConfigureAwait(false);
        return updated;
    }

    private async Task<Resource> LockAsync(DatabaseSession session, string id)
    {
        var row = await session.FirstOrDefaultAsync<ResourceRow>(
            $"SELECT id, name, site_id, kind, host, port, blocked, created FROM pangolin_resources WHERE id = @Id {database.ForUpdate}", new { Id = id }).ConfigureAwait(false);
        var targets = await session.QueryAsync<TargetRow>(
            "SELECT resource_id, name, weight, draining, health_path FROM pangolin_targets WHERE resource_id = @Id ORDER BY name", new { Id = id }).ConfigureAwait(false);
        return row?.ToResource([.. targets.Select(target => target.ToTarget())]) ?? throw NotFound();
    }

    private static async Task<bool> SiteExistsAsync(DatabaseSession session, string id) =>
        await session.FirstOrDefaultAsync<string>("SELECT id FROM pangolin_sites WHERE id = @Id", new { Id = id }).ConfigureAwait(false) is not null;

    private static async Task CheckUniqueAsync(DatabaseSession session, Resource resource, bool isNew)
    {
        if (isNew && await session.FirstOrDefaultAsync<string>("SELECT id FROM pangolin_resources WHERE id = @Id", new { resource.Id }).ConfigureAwait(false) is not null)
            throw Conflict($"A resource with the identifier {resource.Id} exists already. Enter another identifier.");
        var other = resource.Kind == ResourceKind.Http
            ? await session.FirstOrDefaultAsync<string>("SELECT id FROM pangolin_resources WHERE host = @Host AND id <> @Id", new { resource.Host, resource.Id }).ConfigureAwait(false)
            : await session.FirstOrDefaultAsync<string>("SELECT id FROM pangolin_resources WHERE port = @Port AND id <> @Id", new { Port = (long)resource.Port!, resource.Id }).ConfigureAwait(false);
        if (other is not null)
            throw Conflict(resource.Kind == ResourceKind.Http ? $"The resource {other} has the host name {resource.Host} already." : $"The resource {other} has the port {resource.Port} already.");
    }

    private Resource Validate(ResourceInput input, Resource resource, bool siteExists)
    {
        var errors = new InputErrors();
        errors.Require(InputRules.IsName(input.Name), "name", $"The name must have 1 to {InputRules.MaxNameLength} visible characters, and no spaces at its start and end.");
        errors.Require(InputRules.IsId(resource.Id), "id", $"The identifier {InputRules.IdRule}.");
        errors.Require(siteExists, "siteId", "The site does not exist. Select one of the sites.");
        errors.Require(input.SiteId is null || input.SiteId == resource.SiteId, "siteId", "The site of a resource does not change. Create another resource instead.");
        errors.Require(input.Kind is null || input.Kind == resource.Kind, "kind", "The kind of a resource does not change. Create another resource instead.");
        var host = ValidateHost(input, resource.Kind, errors);
        ValidatePort(input, resource.Kind, errors);
        ValidateTargets(input, resource.Kind, errors);
        errors.Throw();
        return resource with
        {
            Name = input.Name,
            Host = host,
            Port = resource.Kind == ResourceKind.Tcp ? input.Port : null,
            Blocked = input.Blocked,
            Targets = [.. input.Targets.OrderBy(target => target.Name, StringComparer.Ordinal)
                .Select(target => new Target(target.Name, target.Weight, target.Draining, string.IsNullOrEmpty(target.HealthPath) ? null : target.HealthPath))],
        };
    }

    private string? ValidateHost(ResourceInput input, ResourceKind kind, InputErrors errors)
    {
        if (kind == ResourceKind.Tcp)
        {
            errors.Require(string.IsNullOrEmpty(input.Host), "host", "A TCP resource has a port, not a host name.");
            return null;
        }
        var host = HostNames.Normalize(input.Host);
        errors.Require(host is not null, "host", "The host name must be a name without scheme, port and path, such as app.example.com; an IP address is not allowed.");
        errors.Require(host is null || settings.Current.PublicUrl is not { } url || !host.Equals(url.IdnHost, StringComparison.OrdinalIgnoreCase), "host",
            "This is the host name of the page (public_url). Use another one for the resource.");
        return host;
    }

    private void ValidatePort(ResourceInput input, ResourceKind kind, InputErrors errors)
    {
        if (kind == ResourceKind.Http)
            errors.Require(input.Port is null, "port", "An HTTP resource has a host name, not a port.");
        else if (PortRange.TryParse(settings.Initial.Proxy.TcpPorts, out var range))
            errors.Require(input.Port is { } port && range.Contains(port), "port", $"The port must be a number from {range.First} to {range.Last} (proxy: tcp_ports).");
        else
            errors.Add("port", "TCP resources are off. Set proxy: tcp_ports to a range such as 9500-9599, and restart the server.");
    }

    private static void ValidateTargets(ResourceInput input, ResourceKind kind, InputErrors errors)
    {
        errors.Require(input.Targets.Count <= InputRules.MaxTargets, "targets", $"A resource has at most {InputRules.MaxTargets} targets.");
        for (var i = 0; i < input.Targets.Count && i < InputRules.MaxTargets; i++)
        {
            var target = input.Targets[i];
            errors.Require(InputRules.IsTargetName(target.Name), $"targets[{i}].name", $"The name of target {i + 1} {InputRules.TargetNameRule}.");
            errors.Require(input.Targets.Take(i).All(other => other.Name != target.Name), $"targets[{i}].name", $"The name of target {i + 1} must be unique.");
            errors.Require(target.Weight is >= 1 and <= 1_000, $"targets[{i}].weight", $"The weight of target {i + 1} must be a number from 1 to 1000.");
            errors.Require(string.IsNullOrEmpty(target.HealthPath) || kind == ResourceKind.Tcp && target.HealthPath.Length <= 100 || InputRules.IsPath(target.HealthPath),
                $"targets[{i}].healthPath", $"The health check path of target {i + 1} must start with / and must not contain spaces.");
        }
    }

    private static RequestException NotFound() => new(StatusCodes.Status404NotFound, "The resource does not exist.");

    private static RequestException Conflict(string message) => new(StatusCodes.Status409Conflict, message);
}
