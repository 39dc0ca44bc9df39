using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Vernier.Host.Demo;

/// <summary>
/// A small OAuth2 token endpoint for the demo of the host, with one client and short-lived tokens. Not suitable for any other purpose.
/// </summary>
internal sealed class EmbeddedTokenEndpoint(TimeProvider time)
{
    public const string Path = "/embedded/token";
    public const string ClientId = "demo";

    /// <summary>How long before its expiry a token is refreshed.</summary>
    public static readonly TimeSpan RefreshBuffer = TimeSpan.FromSeconds(2);

    /// <summary>Short, so that the demo shows token refreshes, and expired tokens while the endpoint is unavailable.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(6);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new();

    /// <summary>Random at each start, so that no stored secret gives access to the embedded archive.</summary>
    public string ClientSecret { get; } = RandomNumberGenerator.GetHexString(32);

    /// <summary>Whether all requests get 503, for the demo.</summary>
    public bool IsUnavailable { get; set; }

    /// <summary>Issues a token for client credentials (RFC 6749, section 4.4).</summary>
    public async Task<IResult> IssueAsync(HttpRequest request)
    {
        if (IsUnavailable)
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var form = request.HasFormContentType ? await request.ReadFormAsync().ConfigureAwait(false) : FormCollection.Empty;
        if (form["grant_type"] != "client_credentials")
            return TypedResults.Json(new { error = "unsupported_grant_type" }, statusCode: StatusCodes.Status400BadRequest);
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
            return TypedResults.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);

        var now = time.GetUtcNow();
        foreach ((var expired, var end) in _tokens)
        {
            if (end <= now)
                _tokens.TryRemove(expired, out _);
        }

        var token = RandomNumberGenerator.GetHexString(40);
        _tokens[token] = now + Lifetime;
        return TypedResults.Json(new { access_token = token, token_type = "Bearer", expires_in = (int)Lifetime.TotalSeconds });
    }

    /// <summary>Returns whether a request has a valid token.</summary>
    public bool Accepts(HttpRequest request) =>
        request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token]
        && _tokens.TryGetValue(token, out var end)
        && time.GetUtcNow() < end;
}
