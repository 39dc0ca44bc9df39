using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>
/// Stores the secrets in a version 2 key-value engine of HashiCorp Vault, see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2. Thread-safe.
/// </summary>
internal sealed class VaultSecretStore : ISecretStore, IDisposable
{
    private readonly VaultOptions _options;
    private readonly VaultHttp _http;
    private readonly VaultTokens _tokens;

    public VaultSecretStore(VaultOptions options, TimeProvider time, ILogger<VaultSecretStore> logger)
    {
        _options = options;
        _http = new VaultHttp(options, time);
        _tokens = new VaultTokens(_http, options, time, logger);
    }

    public async Task<Secret?> ReadAsync(string name, CancellationToken cancellation)
    {
        var response = await SendAsync(HttpMethod.Get, name, null, cancellation).ConfigureAwait(false);
        if (response.Status != 404)
            return Read(name, response.Body);
        // The body of a deleted version has its metadata. A mount that does not exist has an error text, a secret that does not exist has none.
        if (response.Body?["data"]?["metadata"] is not null)
        {
            throw new SecretException(
                SecretFailure.Invalid, $"The latest version of {PathOf(name)} in {_http.Server} is deleted. Undelete it, or delete its metadata to create a new secret.");
        }
        return response.Errors.Count == 0 ? null
            : throw new SecretException(SecretFailure.Invalid, $"{_http.Server} has no key-value engine at the mount {_options.Mount}. Check mount and namespace.");
    }

    public async Task<Secret> WriteAsync(string name, IReadOnlyDictionary<string, string> values, long expectedVersion, CancellationToken cancellation)
    {
        var data = new JsonObject(values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));
        var body = new JsonObject { ["options"] = new JsonObject { ["cas"] = expectedVersion }, ["data"] = data };
        var response = await SendAsync(HttpMethod.Post, name, body, cancellation).ConfigureAwait(false);
        if (response.Status == 200)
            return new Secret(name, new Dictionary<string, string>(values), VersionOf(name, response.Body?["data"]));
        if (response.Errors.Any(error => error.Contains("check-and-set", StringComparison.Ordinal)))
            return await ResolveConflictAsync(name, values, expectedVersion, response.IsRepeated, cancellation).ConfigureAwait(false);
        throw response.Status == 204
            ? NotVersionTwo()
            : new SecretException(SecretFailure.Invalid, $"{_http.Server} rejected the write of {PathOf(name)} ({response.Status}). Check mount and path; the engine must have version 2.");
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _http.Dispose();
    }

    /// <summary>A repeated write conflicts with its own first attempt if only the response of that was lost.</summary>
    private async Task<Secret> ResolveConflictAsync(
        string name, IReadOnlyDictionary<string, string> values, long expectedVersion, bool isRepeated, CancellationToken cancellation)
    {
        var current = await ReadAsync(name, cancellation).ConfigureAwait(false);
        if (isRepeated && current?.Version == expectedVersion + 1 && current.Values.Count == values.Count && values.All(value => current.Values.GetValueOrDefault(value.Key) == value.Value))
            return current;
        throw new SecretException(
            SecretFailure.Conflict, $"{PathOf(name)} in {_http.Server} has version {current?.Version ?? 0} instead of {expectedVersion}: another host changed it. Repeat the operation.");
    }

    private async Task<VaultResponse> SendAsync(HttpMethod method, string name, JsonObject? body, CancellationToken cancellation)
    {
        var path = $"{_options.Mount}/data/{_options.Path}/{name}";
        var token = await _tokens.GetAsync(cancellation).ConfigureAwait(false);
        var response = await _http.SendAsync(method, path, token, body, cancellation).ConfigureAwait(false);
        if (response.Status == 403 && await _tokens.DiscardAsync(token, cancellation).ConfigureAwait(false))
        {
            token = await _tokens.GetAsync(cancellation).ConfigureAwait(false);
            response = await _http.SendAsync(method, path, token, body, cancellation).ConfigureAwait(false);
        }
        return response.Status != 403 ? response : throw new SecretException(
            SecretFailure.Forbidden, $"{_http.Server} denies access to {path} (403). Its policy must allow create, read and update, and the token must be valid.");
    }

    private Secret Read(string name, JsonNode? body)
    {
        if (body?["data"]?["data"] is not JsonObject data)
            throw NotVersionTwo();
        var values = new Dictionary<string, string>();
        foreach ((var key, var value) in data)
        {
            values[key] = value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
                : throw new SecretException(SecretFailure.Invalid, $"The value {key} of {PathOf(name)} in {_http.Server} is not a string. Restore an earlier version.");
        }
        return new Secret(name, values, VersionOf(name, body["data"]!["metadata"]));
    }

    private long VersionOf(string name, JsonNode? metadata) => metadata?["version"] is JsonValue version && version.TryGetValue(out long number)
        ? number
        : throw new SecretException(SecretFailure.Invalid, $"{_http.Server} sent no version of {PathOf(name)}. The engine at the mount {_options.Mount} must have version 2.");

    private SecretException NotVersionTwo() =>
        new(SecretFailure.Invalid, $"The engine at the mount {_options.Mount} of {_http.Server} is not a key-value engine with version 2. Check mount.");

    private string PathOf(string name) => $"{_options.Mount}/{_options.Path}/{name}";
}
