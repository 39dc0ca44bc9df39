using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Links.Direct;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Tunnels;
using Vernier.Services.Web;

namespace Vernier.Pangolin.WireGuard;

/// <summary>The endpoint with which clients open direct connections. Clients authenticate with HTTP Basic.</summary>
internal static class DirectEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost(PangolinEndpoints.DirectConnections, OpenAsync).WithTags("Clients")
        .Accepts<DirectConnectionRequest>("application/json").Produces<DirectConnectionResponse>()
        .WithSummary("Opens a direct connection of a client to a resource. The client authenticates with its identifier and secret (HTTP Basic).")
        .RequireAccess(Access.Anonymous);

    private static async Task<IResult> OpenAsync(
        HttpContext http, ClientStore clients, SiteInventory inventory, BackendHealth health, DirectConnections connections, PangolinSettings settings)
    {
        if (!settings.Current.Tunnels.AllowInsecure && !AgentCredentials.IsEncrypted(http))
        {
            throw new RequestException(StatusCodes.Status403Forbidden,
                "A client on another machine must connect with https, because its secret is sent. allow_insecure in the tunnels section permits http.");
        }
        var client = await AuthenticateAsync(http, clients).ConfigureAwait(false);
        var request = await ApiJson.Instance.ReadAsync<DirectConnectionRequest>(http).ConfigureAwait(false);
        if (!WireGuardKeys.IsValid(request.PublicKey))
            throw new RequestException(StatusCodes.Status400BadRequest, "publicKey must be the Base64 form of 32 bytes.");

        // A client does not learn which other resources exist.
        if (!client.Resources.Contains(request.Resource) || !inventory.Current.Resources.TryGetValue(request.Resource, out var resource))
            throw new RequestException(StatusCodes.Status404NotFound, "The resource does not exist, or the client is not allowed to reach it.");
        if (resource.Blocked)
            throw new RequestException(StatusCodes.Status403Forbidden, "The resource is blocked.");
        var target = SelectTarget(resource, request.Target, health);
        http.Response.Headers.CacheControl = "no-store";
        return ApiJson.Instance.Result(await connections.OpenAsync(resource.SiteId, target, request.PublicKey, http.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<ClientAccount> AuthenticateAsync(HttpContext http, ClientStore clients)
    {
        var (id, secret) = AgentCredentials.Read(http.Request);
        var client = id is null ? null : await clients.FindAsync(id, http.RequestAborted).ConfigureAwait(false);
        if (AgentCredentials.IsSecret(secret, client?.SecretHash))
            return client!;
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"clients\", charset=\"UTF-8\"";
        throw new RequestException(StatusCodes.Status401Unauthorized, "The client does not exist, or its secret is wrong.");
    }

    /// <summary>Returns the requested target, or a random healthy one by weight.</summary>
    private static string SelectTarget(Resource resource, string? name, BackendHealth health)
    {
        if (name is not null)
        {
            return resource.Targets.Any(target => target.Name == name)
                ? name
                : throw new RequestException(StatusCodes.Status404NotFound, "The resource does not have this target.");
        }
        var healthy = resource.Targets.Where(target => !target.Draining && health.IsHealthy(resource.SiteId, target.Name)).ToList();
        if (healthy.Count == 0)
            throw new RequestException(StatusCodes.Status503ServiceUnavailable, "The resource has no healthy target.");
        var position = Random.Shared.Next(healthy.Sum(target => target.Weight));
        return healthy.First(target => (position -= target.Weight) < 0).Name;
    }
}
