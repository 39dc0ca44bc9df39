using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Secrets;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>
/// Creates and validates access tokens: JSON Web Tokens (RFC 7519) signed with HMAC SHA-512. The header <c>kid</c> names the key, so that tokens of a
/// retired key remain valid until they expire. Thread-safe.
/// </summary>
internal sealed class AccessTokens(IOptions<AiOrchestratorOptions> options, SigningKeys keys, TimeProvider time)
{
    private const string Audience = "ai-orchestrator";
    private const string RoleClaim = "role";
    private const string TokenType = "JWT";
    private const string CriticalHeader = "crit";

    /// <summary>The maximum length of a token; ours are much shorter.</summary>
    private const int MaxLength = 4_096;

    private static readonly Authentication Invalid = new(null, true, "The access token is invalid.");
    private static readonly Authentication Expired = new(null, true, "The access token has expired. Refresh it, or log in again.");

    // Without a cache of signature providers, removed keys do not stay in memory.
    private static readonly CryptoProviderFactory Crypto = new() { CacheSignatureProviders = false };

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly IdentityOptions _options = options.Value.Identity;

    public TimeSpan Lifetime => _options.AccessTokenLifetime;

    /// <summary>Creates a token for a session.</summary>
    public string Create(SigningKey key, User user, string sessionId)
    {
        var now = time.GetUtcNow();
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _options.Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            Expires = now.Add(Lifetime).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = user.Name,
                [RoleClaim] = RoleNames.Of(user.Role),
                [JwtRegisteredClaimNames.Sid] = sessionId,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
            },
            SigningCredentials = new SigningCredentials(KeyOf(key), SecurityAlgorithms.HmacSha512),
        });
    }

    /// <summary>Validates a token, except whether its session has ended. The messages do not reveal which check failed.</summary>
    /// <exception cref="Vernier.Services.Storage.StorageException">The signing keys are unavailable.</exception>
    public async Task<Authentication> ReadAsync(string text, CancellationToken cancellation)
    {
        if (Parse(text) is not { } token || await keys.FindAsync(token.Kid, cancellation).ConfigureAwait(false) is not { } key)
            return Invalid;
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = KeyOf(key),
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha512],
            ValidAudience = Audience,
            ValidIssuer = _options.Issuer,
            ValidTypes = [TokenType],
            // The library reads the system clock. The times are compared below.
            ValidateLifetime = false,
        }).ConfigureAwait(false);
        if (!result.IsValid)
            return Invalid;

        // A token without an expiration has the smallest value.
        var now = time.GetUtcNow().UtcDateTime;
        if (token.ValidTo <= now)
            return Expired;
        return token.ValidFrom <= now && CallerOf(token) is { } caller ? new(caller, true, "") : Invalid;
    }

    private static JsonWebToken? Parse(string text)
    {
        if (text.Length is 0 or > MaxLength)
            return null;
        try
        {
            var token = new JsonWebToken(text);
            // RFC 7515, section 4.1.11: an extension that is not understood. The handler ignores the header.
            return string.IsNullOrEmpty(token.Kid) || token.TryGetHeaderValue<object>(CriticalHeader, out _) ? null : token;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Caller? CallerOf(JsonWebToken token) =>
        token.TryGetPayloadValue<string>(RoleClaim, out var roleName) && RoleNames.TryParse(roleName) is { } role
        && token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sessionId)
        && UserNames.IsValid(token.Subject)
            ? new Caller(token.Subject, role, sessionId, new DateTimeOffset(token.ValidTo))
            : null;

    private static SymmetricSecurityKey KeyOf(SigningKey key) => new(key.Key.ToArray()) { KeyId = key.Id, CryptoProviderFactory = Crypto };
}
