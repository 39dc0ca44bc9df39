using System.Security.Cryptography;
using System.Text.Json;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>The idempotency keys of users: a repeated request returns the run of the first one. A key is kept as long as its run.</summary>
internal static class IdempotencyKeys
{
    /// <summary>Claims a key for a new run, in the transaction that stores it.</summary>
    /// <returns>Null if the key is new, otherwise the run that has it.</returns>
    /// <exception cref="RequestException">409: the key belongs to another request.</exception>
    public static async Task<string?> ClaimAsync(DatabaseSession session, string user, string key, RunRequest request, string runId)
    {
        var hash = Hash(request);
        var inserted = await session.ExecuteAsync(
            """
            INSERT INTO orchestrator_idempotency_keys (user_name, idempotency_key, request_hash, run_id) VALUES (@User, @Key, @Hash, @RunId)
            ON CONFLICT (user_name, idempotency_key) DO NOTHING
            """,
            new { User = user, Key = key, Hash = hash, RunId = runId }).ConfigureAwait(false);
        if (inserted == 1)
            return null;
        var existing = await session.FirstOrDefaultAsync<StoredKey>(
            "SELECT request_hash, run_id FROM orchestrator_idempotency_keys WHERE user_name = @User AND idempotency_key = @Key", new { User = user, Key = key })
            .ConfigureAwait(false);
        return existing?.RequestHash == hash
            ? existing.RunId
            : throw new RequestException(409, "The Idempotency-Key belongs to a request with another body. Use a new key for each request.");
    }

    /// <summary>Deletes the keys of a run.</summary>
    public static Task DeleteAsync(DatabaseSession session, string runId) =>
        session.ExecuteAsync("DELETE FROM orchestrator_idempotency_keys WHERE run_id = @RunId", new { RunId = runId });

    private static string Hash(RunRequest request) => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, RunJson.Options)));

    private sealed record StoredKey
    {
        public string RequestHash { get; init; } = "";

        public string RunId { get; init; } = "";
    }
}
