using Vernier.Services.Storage;

namespace Vernier.Pangolin.WireGuard;

/// <summary>The tables of clients and the resources that they can reach. Callers validate what they write.</summary>
internal sealed class ClientStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_clients(id text PRIMARY KEY, name text NOT NULL, secret_hash text NOT NULL, created bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS pangolin_client_resources(
            client_id text NOT NULL REFERENCES pangolin_clients(id) ON DELETE CASCADE,
            resource_id text NOT NULL REFERENCES pangolin_resources(id) ON DELETE CASCADE, PRIMARY KEY (client_id, resource_id));
        """);

    /// <summary>Returns all clients, ordered by identifier.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<IReadOnlyList<ClientAccount>> ListAsync(CancellationToken cancellation) => database.ReadAsync(async session =>
    {
        var clients = await session.QueryAsync<ClientAccount>("SELECT id, name, secret_hash, created FROM pangolin_clients ORDER BY id").ConfigureAwait(false);
        var grants = (await session.QueryAsync<GrantRow>("SELECT client_id, resource_id FROM pangolin_client_resources ORDER BY resource_id").ConfigureAwait(false))
            .ToLookup(grant => grant.ClientId, grant => grant.ResourceId);
        return (IReadOnlyList<ClientAccount>)[.. clients.Select(client => client with { Resources = [.. grants[client.Id]] })];
    }, cancellation);

    /// <summary>Returns a client; null if it does not exist.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<ClientAccount?> FindAsync(string id, CancellationToken cancellation) => database.ReadAsync(async session =>
    {
        var client = await session.FirstOrDefaultAsync<ClientAccount>(
            "SELECT id, name, secret_hash, created FROM pangolin_clients WHERE id = @Id", new { Id = id }).ConfigureAwait(false);
        if (client is null)
            return null;
        var resources = await session.QueryAsync<string>(
            "SELECT resource_id FROM pangolin_client_resources WHERE client_id = @Id ORDER BY resource_id", new { Id = id }).ConfigureAwait(false);
        return client with { Resources = resources };
    }, cancellation);

    /// <summary>Adds a client. Returns false if the identifier is taken.</summary>
    /// <exception cref="StorageException">The database is unavailable, or a resource does not exist.</exception>
    public Task<bool> AddAsync(ClientAccount client, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        var added = await session.ExecuteAsync(
            "INSERT INTO pangolin_clients(id, name, secret_hash, created) VALUES (@Id, @Name, @SecretHash, @Created) ON CONFLICT DO NOTHING",
            new { client.Id, client.Name, client.SecretHash, client.Created }).ConfigureAwait(false);
        if (added == 1)
            await GrantAsync(session, client).ConfigureAwait(false);
        return added == 1;
    }, cancellation);

    /// <summary>Changes the name and the resources of a client. Returns false if it does not exist.</summary>
    /// <exception cref="StorageException">The database is unavailable, or a resource does not exist.</exception>
    public Task<bool> UpdateAsync(ClientAccount client, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        var updated = await session.ExecuteAsync("UPDATE pangolin_clients SET name = @Name WHERE id = @Id", new { client.Id, client.Name }).ConfigureAwait(false);
        if (updated == 0)
            return false;
        await session.ExecuteAsync("DELETE FROM pangolin_client_resources WHERE client_id = @Id", new { client.Id }).ConfigureAwait(false);
        await GrantAsync(session, client).ConfigureAwait(false);
        return true;
    }, cancellation);

    /// <summary>Deletes a client. Returns false if it does not exist.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<bool> DeleteAsync(string id, CancellationToken cancellation) => database.WriteAsync(async session =>
        await session.ExecuteAsync("DELETE FROM pangolin_clients WHERE id = @Id", new { Id = id }).ConfigureAwait(false) == 1, cancellation);

    private static async Task GrantAsync(DatabaseSession session, ClientAccount client)
    {
        foreach (var resource in client.Resources)
        {
            await session.ExecuteAsync("INSERT INTO pangolin_client_resources(client_id, resource_id) VALUES (@Client, @Resource)",
                new { Client = client.Id, Resource = resource }).ConfigureAwait(false);
        }
    }

    private sealed record GrantRow
    {
        public string ClientId { get; init; } = "";

        public string ResourceId { get; init; } = "";
    }
}
