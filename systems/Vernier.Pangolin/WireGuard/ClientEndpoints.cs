using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Services;
using Vernier.Services.Web;

namespace Vernier.Pangolin.WireGuard;

/// <summary>The API of clients that can open direct connections.</summary>
internal static partial class ClientEndpoints
{
    private const int SecretBytes = 32;
    private const int MaxName = 100;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var clients = endpoints.MapGroup(PangolinEndpoints.Clients).WithTags("Clients");
        clients.MapGet("", ListAsync).Produces<IReadOnlyList<ClientView>>().WithSummary("Lists the clients that can open direct connections.")
            .RequireAccess(Access.ApiKeyOrAdmin);
        clients.MapPost("", CreateAsync).Accepts<ClientInput>("application/json").Produces<NewClientView>(201)
            .WithSummary("Creates a client. The response contains its secret, which is not available later.").RequireAccess(Access.ApiKeyOrAdmin);
        clients.MapPut("/{id}", UpdateAsync).Accepts<ClientInput>("application/json").Produces<ClientView>()
            .WithSummary("Changes the name and the resources of a client.").RequireAccess(Access.ApiKeyOrAdmin);
        clients.MapDelete("/{id}", DeleteAsync).Produces(204)
            .WithSummary("Deletes a client. Its established direct connections continue until it or the site disconnects.").RequireAccess(Access.ApiKeyOrAdmin);
    }

    private static async Task<IResult> ListAsync(ClientStore store, HttpContext http) => ApiJson.Instance.Result<IReadOnlyList<ClientView>>(
        [.. (await store.ListAsync(http.RequestAborted).ConfigureAwait(false)).Select(ClientView.Of)]);

    private static async Task<IResult> CreateAsync(ClientStore store, SiteInventory inventory, TimeProvider time, HttpContext http)
    {
        var input = await ReadAsync(http, inventory, null).ConfigureAwait(false);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var client = new ClientAccount
        {
            Id = input.Id!,
            Name = input.Name,
            SecretHash = TextHash.Of(secret),
            Created = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Resources = input.Resources,
        };
        if (!await store.AddAsync(client, http.RequestAborted).ConfigureAwait(false))
            throw new RequestException(StatusCodes.Status409Conflict, $"The identifier '{client.Id}' is taken by another client.");
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Location = $"{PangolinEndpoints.Clients}/{client.Id}";
        return ApiJson.Instance.Result(new NewClientView(ClientView.Of(client), secret), StatusCodes.Status201Created);
    }

    private static async Task<IResult> UpdateAsync(string id, ClientStore store, SiteInventory inventory, HttpContext http)
    {
        var input = await ReadAsync(http, inventory, id).ConfigureAwait(false);
        var changed = new ClientAccount { Id = id, Name = input.Name, Resources = input.Resources };
        if (!await store.UpdateAsync(changed, http.RequestAborted).ConfigureAwait(false)
            || await store.FindAsync(id, http.RequestAborted).ConfigureAwait(false) is not { } client)
        {
            throw Unknown();
        }
        return ApiJson.Instance.Result(ClientView.Of(client));
    }

    private static async Task<IResult> DeleteAsync(string id, ClientStore store, HttpContext http) =>
        await store.DeleteAsync(id, http.RequestAborted).ConfigureAwait(false) ? TypedResults.NoContent() : throw Unknown();

    /// <summary>Reads and validates the input.</summary>
    /// <param name="http">The request.</param>
    /// <param name="inventory">The resources.</param>
    /// <param name="id">The identifier in the path; null for a new client, whose identifier is in the body.</param>
    private static async Task<ClientInput> ReadAsync(HttpContext http, SiteInventory inventory, string? id)
    {
        var input = await ApiJson.Instance.ReadAsync<ClientInput>(http).ConfigureAwait(false);
        var errors = new List<string>();
        if (id is null && (input.Id is null || !IdentifierPattern().IsMatch(input.Id)))
            errors.Add("id must consist of 1 to 64 lowercase letters, digits and hyphens, starting with a letter.");
        if (id is not null && input.Id is not null && input.Id != id)
            errors.Add("id cannot be changed.");
        if (string.IsNullOrWhiteSpace(input.Name) || input.Name.Length > MaxName || input.Name.Any(char.IsControl))
            errors.Add($"name must have 1 to {MaxName} characters without control characters.");
        var known = inventory.Current.Resources;
        foreach (var resource in input.Resources.Where(resource => !known.ContainsKey(resource)))
            errors.Add($"resources: the resource '{resource}' does not exist.");
        if (input.Resources.Distinct().Count() != input.Resources.Count)
            errors.Add("resources must not contain duplicates.");
        return errors.Count == 0 ? input : throw new RequestException(StatusCodes.Status422UnprocessableEntity, string.Join(' ', errors));
    }

    private static RequestException Unknown() => new(StatusCodes.Status404NotFound, "The client does not exist.");

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,63}\z")]
    private static partial Regex IdentifierPattern();
}
