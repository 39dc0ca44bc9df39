using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Vernier.DicomWebOAuth.Jwt;

/// <summary>Checks a JSON Web Token (RFC 7519) in its compact, signed form (RFC 7515, section 7.1).</summary>
internal static class JwtCheck
{
    /// <summary>What is wrong with the token, without any part of it; null when nothing is.</summary>
    public static string? Mistake(string token, JwtRules rules, DateTimeOffset now)
    {
        try
        {
            return token.Split('.') is [var header, var payload, var signature]
                ? MistakeIn(header, payload, signature, rules, now)
                : "The token is no signed JWT.";
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or InvalidOperationException)
        {
            return "The token is no readable JWT.";
        }
    }

    private static string? MistakeIn(string header, string payload, string signature, JwtRules rules, DateTimeOffset now)
    {
        using var head = Read(header);
        var algorithm = Text(head.RootElement, "alg") ?? "";
        // Only what is configured: "none", or a secret-key algorithm fed with the public key, must never pass.
        if (!rules.Algorithms.Contains(algorithm))
            return "The token is signed with an algorithm that JWTAlgorithms does not allow.";
        if (!JwtAlgorithm.Verify(algorithm, rules.PublicKey, Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(signature)))
            return "The token's signature is not from the owner of JWTPublicKey.";

        using var body = Read(payload);
        var claims = body.RootElement;
        return Seconds(claims, "exp") is { } expires && expires <= now.ToUnixTimeSeconds() ? "The token has expired."
            : Seconds(claims, "nbf") is { } begins && begins > now.ToUnixTimeSeconds() ? "The token is not valid yet."
            : rules.Issuer.Length > 0 && Text(claims, "iss") != rules.Issuer ? "The token is not from JWTIssuer."
            : rules.Audiences.Count > 0 && !Audiences(claims).Intersect(rules.Audiences).Any() ? "The token is not for JWTAudience."
            : null;
    }

    private static JsonDocument Read(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part));

    private static string? Text(JsonElement claims, string name) => claims.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double? Seconds(JsonElement claims, string name) => claims.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static IEnumerable<string?> Audiences(JsonElement claims) =>
        !claims.TryGetProperty("aud", out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(a => a.GetString())
        : [value.GetString()];
}
