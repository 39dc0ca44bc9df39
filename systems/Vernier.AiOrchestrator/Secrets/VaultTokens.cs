using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>
/// The token for Vault: the configured one, or that of an AppRole login. It is renewed after two thirds of its lifetime; where that is not possible, an
/// AppRole logs in again. Thread-safe.
/// </summary>
internal sealed partial class VaultTokens(VaultHttp http, VaultOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private VaultToken? _token;

    private bool IsAppRole => options.Token is null;

    /// <summary>Returns a token that is valid as far as known.</summary>
    /// <exception cref="SecretException">Vault is unavailable or rejects the login.</exception>
    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_token is null)
                _token = IsAppRole ? await LoginAsync(cancellation).ConfigureAwait(false) : await LookUpAsync(options.Token!, cancellation).ConfigureAwait(false);
            else if (time.GetUtcNow() >= _token.RenewAt)
                _token = await RenewAsync(_token, cancellation).ConfigureAwait(false);
            return _token.Value;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Discards a token that Vault rejected. Returns whether a new one can be requested.</summary>
    public async Task<bool> DiscardAsync(string token, CancellationToken cancellation)
    {
        if (!IsAppRole)
            return false;
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // Another caller may have replaced it.
            if (_token?.Value == token)
                _token = null;
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<VaultToken> LoginAsync(CancellationToken cancellation)
    {
        var response = await http.SendAsync(
            HttpMethod.Post, "auth/approle/login", null, new JsonObject { ["role_id"] = options.RoleId, ["secret_id"] = options.SecretId }, cancellation).ConfigureAwait(false);
        if (response.Status != 200)
            throw new SecretException(SecretFailure.Forbidden, $"{http.Server} rejected the AppRole login ({response.Status}). Check role_id, secret_id and namespace, and whether the secret has expired.");
        return Read(response.Body?["auth"]);
    }

    /// <summary>Finds out how long the configured token is valid.</summary>
    private async Task<VaultToken> LookUpAsync(string token, CancellationToken cancellation)
    {
        var response = await http.SendAsync(HttpMethod.Get, "auth/token/lookup-self", token, null, cancellation).ConfigureAwait(false);
        // A policy can deny the lookup of a token that is otherwise valid.
        if (response.Status != 200)
            return new VaultToken(token, false, DateTimeOffset.MaxValue);
        return new VaultToken(token, response.Body?["data"]?["renewable"]?.GetValue<bool>() == true, RenewalOf(response.Body?["data"]?["ttl"]?.GetValue<long>() ?? 0));
    }

    private async Task<VaultToken> RenewAsync(VaultToken token, CancellationToken cancellation)
    {
        if (token.IsRenewable)
        {
            var response = await http.SendAsync(HttpMethod.Post, "auth/token/renew-self", token.Value, [], cancellation).ConfigureAwait(false);
            if (response.Status == 200)
                return Read(response.Body?["auth"]);
            if (!IsAppRole)
                LogNotRenewed(response.Status);
        }
        if (IsAppRole)
            return await LoginAsync(cancellation).ConfigureAwait(false);
        return token with { RenewAt = token.IsRenewable ? time.GetUtcNow() + RetryInterval : DateTimeOffset.MaxValue };
    }

    private VaultToken Read(JsonNode? auth)
    {
        if (auth?["client_token"]?.GetValue<string>() is not { Length: > 0 } value)
            throw new SecretException(SecretFailure.Invalid, $"{http.Server} sent a login response without a token. Check address.");
        return new VaultToken(value, auth["renewable"]?.GetValue<bool>() == true, RenewalOf(auth["lease_duration"]?.GetValue<long>() ?? 0));
    }

    /// <param name="seconds">The lifetime; 0 for a token that does not expire.</param>
    private DateTimeOffset RenewalOf(long seconds) => seconds == 0 ? DateTimeOffset.MaxValue : time.GetUtcNow() + TimeSpan.FromSeconds(seconds) * (2.0 / 3);

    [LoggerMessage(1, LogLevel.Warning, "Vault refused to renew the configured token (status {Status}). Replace it before it expires.")]
    private partial void LogNotRenewed(int status);

    private sealed record VaultToken(string Value, bool IsRenewable, DateTimeOffset RenewAt)
    {
        public override string ToString() => "***";
    }
}
