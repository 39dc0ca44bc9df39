using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Secrets;

/// <summary>
/// A stand-in for HashiCorp Vault, which cannot be installed here. It implements the published HTTP API of tokens, AppRole and the version 2 key-value
/// engine as far as the orchestrator uses it, and checks each request against it: what the API does not allow is a violation.
/// https://developer.hashicorp.com/vault/api-docs
/// </summary>
internal sealed class VaultStandIn : IAsyncDisposable
{
    public const string RootToken = "hvs.root";
    public const string RoleId = "role-1";
    public const string SecretId = "secret-id-1";
    public const string Mount = "secret";

    private readonly ConcurrentDictionary<string, List<JsonObject>> _secrets = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new() { [RootToken] = DateTimeOffset.MaxValue };
    private readonly ManualTime _time = new();
    private readonly Lock _lock = new();
    private WebApplication _application;

    private VaultStandIn(WebApplication application) => _application = application;

    public Uri Address { get; private set; } = null!;

    /// <summary>The namespace that all requests must name; null for none.</summary>
    public string? Namespace { get; init; }

    public bool IsSealed { get; set; }

    public bool IsForbidden { get; set; }

    /// <summary>How many of the next requests are rejected with 429.</summary>
    public int RateLimited { get; set; }

    /// <summary>How many of the next writes are stored although their response is lost.</summary>
    public int LostResponses { get; set; }

    /// <summary>Requests wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The lifetime of AppRole tokens and of <see cref="AddToken"/> in seconds.</summary>
    public int Lease { get; set; } = 3600;

    public bool IsRenewable { get; set; } = true;

    public int Logins { get; private set; }

    public int Renewals { get; private set; }

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What the API does not allow.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>The clock by which tokens expire.</summary>
    public ManualTime Time => _time;

    public static async Task<VaultStandIn> StartAsync(string? vaultNamespace = null, X509Certificate2? certificate = null)
    {
        var vault = new VaultStandIn(null!) { Namespace = vaultNamespace };
        await vault.ListenAsync(0, certificate);
        return vault;
    }

    public void AddToken(string token) => _tokens[token] = _time.GetUtcNow().AddSeconds(Lease);

    public void RevokeTokens() => _tokens.Clear();

    /// <summary>The number of stored versions of a secret.</summary>
    public int VersionsOf(string path) => _secrets.TryGetValue(path, out var versions) ? versions.Count : 0;

    /// <summary>Writes a version as another client would.</summary>
    public void Write(string path, JsonObject data)
    {
        lock (_lock)
            _secrets.GetOrAdd(path, _ => []).Add(data);
    }

    /// <summary>Marks the latest version as deleted.</summary>
    public void Delete(string path)
    {
        lock (_lock)
            _secrets[path][^1] = new JsonObject { ["$deleted"] = true };
    }

    public Task StopAsync() => _application.DisposeAsync().AsTask();

    /// <summary>Listens again on the same port, with the same secrets.</summary>
    public Task RestartAsync() => ListenAsync(Address.Port, null);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static Task WriteAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body);
    }

    private static Task FailAsync(HttpContext http, int status, params string[] errors) =>
        WriteAsync(http, status, new JsonObject { ["errors"] = new JsonArray([.. errors.Select(error => (JsonNode)error)]) });

    private async Task ListenAsync(int port, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        _application = builder.Build();
        _application.Run(HandleAsync);
        await _application.StartAsync();
        Address = new Uri(_application.Urls.Single());
    }

    private async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        Requests.Enqueue($"{http.Request.Method} {path}");
        await Gate.WaitAsync(http.RequestAborted);
        if (http.Request.Headers["X-Vault-Request"] != "true")
            Violations.Enqueue($"{path}: no header X-Vault-Request.");
        if (http.Request.Headers["X-Vault-Namespace"].FirstOrDefault() != Namespace)
            Violations.Enqueue($"{path}: namespace '{http.Request.Headers["X-Vault-Namespace"]}' instead of '{Namespace}'.");
        if (!path.StartsWith("/v1/", StringComparison.Ordinal) || http.Request.QueryString.HasValue)
            Violations.Enqueue($"{path}{http.Request.QueryString}: not an address of the API.");
        var body = await ReadBodyAsync(http);

        if (IsSealed)
            await FailAsync(http, 503, "Vault is sealed");
        else if (RateLimited-- > 0)
            await FailAsync(http, 429, "request path \"\": rate limit quota exceeded");
        else if (path == "/v1/auth/approle/login")
            await LoginAsync(http, body);
        else if (IsForbidden || !IsValid(http.Request.Headers["X-Vault-Token"].FirstOrDefault()))
            await FailAsync(http, 403, "permission denied");
        else
            await HandleAuthenticatedAsync(http, path["/v1/".Length..], body);
    }

    private async Task<JsonObject?> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.Method == "GET")
            return null;
        try
        {
            if (http.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true)
                return await JsonNode.ParseAsync(http.Request.Body) as JsonObject;
        }
        catch (JsonException)
        {
            // Reported below.
        }
        Violations.Enqueue($"{http.Request.Path}: the body is not a JSON object.");
        return null;
    }

    private bool IsValid(string? token) => token is not null && _tokens.TryGetValue(token, out var expires) && _time.GetUtcNow() < expires;

    private Task LoginAsync(HttpContext http, JsonObject? body)
    {
        Require(http, "POST");
        if (body?.Select(property => property.Key).Order().SequenceEqual(["role_id", "secret_id"]) != true)
            Violations.Enqueue("The login needs role_id and secret_id.");
        if (body?["role_id"]?.GetValue<string>() != RoleId || body["secret_id"]?.GetValue<string>() != SecretId)
            return FailAsync(http, 400, "invalid role or secret ID");
        var token = $"hvs.approle-{++Logins}";
        AddToken(token);
        return WriteAsync(http, 200, Auth(token));
    }

    private JsonObject Auth(string token) => new()
    {
        ["auth"] = new JsonObject { ["client_token"] = token, ["accessor"] = "a", ["policies"] = new JsonArray("default"), ["lease_duration"] = Lease, ["renewable"] = IsRenewable },
    };

    private Task HandleAuthenticatedAsync(HttpContext http, string path, JsonObject? body)
    {
        var token = http.Request.Headers["X-Vault-Token"].Single()!;
        switch (path)
        {
            case "auth/token/lookup-self":
                Require(http, "GET");
                var ttl = _tokens[token] == DateTimeOffset.MaxValue ? 0 : (long)(_tokens[token] - _time.GetUtcNow()).TotalSeconds;
                return WriteAsync(http, 200, new JsonObject { ["data"] = new JsonObject { ["ttl"] = ttl, ["renewable"] = ttl > 0 && IsRenewable } });
            case "auth/token/renew-self":
                Require(http, "POST");
                if (!IsRenewable)
                    return FailAsync(http, 400, "lease is not renewable");
                Renewals++;
                AddToken(token);
                return WriteAsync(http, 200, Auth(token));
            default:
                return path.StartsWith($"{Mount}/data/", StringComparison.Ordinal)
                    ? HandleSecretAsync(http, path[$"{Mount}/data/".Length..], body)
                    : FailAsync(http, 404, $"no handler for route \"{path}\". route entry not found.");
        }
    }

    private Task HandleSecretAsync(HttpContext http, string path, JsonObject? body)
    {
        lock (_lock)
        {
            var versions = _secrets.GetValueOrDefault(path) ?? [];
            if (http.Request.Method == "GET")
                return ReadAsync(http, versions);
            Require(http, "POST");
            if (body?["data"] is not JsonObject data || body["options"]?["cas"]?.GetValueKind() != JsonValueKind.Number)
            {
                Violations.Enqueue($"{path}: a write needs data and options.cas.");
                return FailAsync(http, 400, "no data provided");
            }
            if (body["options"]!["cas"]!.GetValue<long>() != versions.Count)
                return FailAsync(http, 400, "check-and-set parameter did not match the current version");
            _secrets.GetOrAdd(path, versions).Add(data.DeepClone().AsObject());
            if (LostResponses-- > 0)
            {
                http.Abort();
                return Task.CompletedTask;
            }
            return WriteAsync(http, 200, new JsonObject { ["data"] = Metadata(versions.Count, "") });
        }
    }

    private static Task ReadAsync(HttpContext http, List<JsonObject> versions)
    {
        if (versions.Count == 0)
            return FailAsync(http, 404);
        var isDeleted = versions[^1].ContainsKey("$deleted");
        return WriteAsync(http, isDeleted ? 404 : 200, new JsonObject
        {
            ["request_id"] = "r",
            ["data"] = new JsonObject
            {
                ["data"] = isDeleted ? null : versions[^1].DeepClone(),
                ["metadata"] = Metadata(versions.Count, isDeleted ? "2026-01-01T00:00:00Z" : ""),
            },
        });
    }

    private static JsonObject Metadata(int version, string deletion) =>
        new() { ["created_time"] = "2026-01-01T00:00:00Z", ["custom_metadata"] = null, ["deletion_time"] = deletion, ["destroyed"] = false, ["version"] = version };

    private void Require(HttpContext http, string method)
    {
        if (http.Request.Method != method)
            Violations.Enqueue($"{http.Request.Path}: {http.Request.Method} instead of {method}.");
    }
}
