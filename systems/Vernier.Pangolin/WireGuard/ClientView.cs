namespace Vernier.Pangolin.WireGuard;

/// <summary>A client in requests.</summary>
/// <param name="Name">The name.</param>
/// <param name="Resources">The identifiers of the resources that the client can reach.</param>
/// <param name="Id">The identifier of a new client.</param>
internal sealed record ClientInput(string Name, IReadOnlyList<string> Resources, string? Id = null);

/// <summary>A client in responses.</summary>
internal sealed record ClientView(string Id, string Name, DateTimeOffset Created, IReadOnlyList<string> Resources)
{
    public static ClientView Of(ClientAccount client) =>
        new(client.Id, client.Name, DateTimeOffset.FromUnixTimeMilliseconds(client.Created), client.Resources);
}
