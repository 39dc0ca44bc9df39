using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Vernier.Host.Demo;

/// <summary>
/// The small OAuth2 token endpoint that the host brings for its demo: one client, tokens that live for seconds. It is no identity provider
/// for anything else.
/// </summary>
internal sealed class EmbeddedTokenEndpoint(TimeProvider time)
{
    public const string Path = "/embedded/token";
    public const string ClientId = "demo";

    /// <summary>How long before its end a token is renewed.</summary>
    public static readonly TimeSpan RefreshBuffer = TimeSpan.FromSeconds(2);

    /// <summary>So short that the demo sees tokens being renewed, and, while this is away, come to their end.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(6);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new();

    /// <summary>New at each start: nothing that is written down anywhere opens the embedded archive.</summary>
    public string ClientSecret { get; } = RandomNumberGenerator.GetHexString(32);

    /// <summary>Whether it answers 503 to everybody, for the demo.</summary>
    public bool IsAway { get; set; }

    /// <summary>RFC 6749, section 4.4.</summary>
    public async Task<IResult> IssueAsync(HttpRequest request)
    {
        if (IsAway)
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var form = request.HasFormContentType ? await request.ReadFormAsync().ConfigureAwait(false) : FormCollection.Empty;
        if (form["grant_type"] != "client_credentials")
            return TypedResults.Json(new { error = "unsupported_grant_type" }, statusCode: StatusCodes.Status400BadRequest);
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
            return TypedResults.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);

        var now = time.GetUtcNow();
        foreach ((var old, var end) in _tokens)
        {
            if (end <= now)
                _tokens.TryRemove(old, out _);
        }

        var token = RandomNumberGenerator.GetHexString(40);
        _tokens[token] = now + Lifetime;
        return TypedResults.Json(new { access_token = token, token_type = "Bearer", expires_in = (int)Lifetime.TotalSeconds });
    }

    /// <summary>Whether a request has one of the tokens.</summary>
    public bool Accepts(HttpRequest request) =>
        request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token]
        && _tokens.TryGetValue(token, out var end)
        && time.GetUtcNow() < end;
}
