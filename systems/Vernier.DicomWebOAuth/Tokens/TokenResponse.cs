using System.Globalization;
using System.Text.Json;
using Vernier.DicomWebOAuth.Errors;

namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>Reads what a token endpoint answers (RFC 6749, sections 5.1 and 5.2). What it says of the answer holds no part of it.</summary>
internal static class TokenResponse
{
    private const double DefaultLifetime = 3600;
    private const double LongestLifetime = 366 * 86_400d;

    /// <exception cref="DicomWebOAuthException">TOK-005: it is no token.</exception>
    public static AccessToken Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        using var json = Parse(body) ?? throw Unusable("It is not JSON.");
        var answer = json.RootElement;
        if (answer.ValueKind != JsonValueKind.Object)
            throw Unusable("It is not a JSON object.");
        if (!answer.TryGetProperty("access_token", out var token) || token.ValueKind != JsonValueKind.String || token.GetString() is not { Length: > 0 } value)
            throw Unusable("It has no access_token.");
        if (!value.All(IsTokenCharacter))
            throw Unusable("Its access_token has characters that no header may have.");
        if (answer.TryGetProperty("token_type", out var type) && !(type.ValueKind == JsonValueKind.String && "bearer".Equals(type.GetString(), StringComparison.OrdinalIgnoreCase)))
            throw Unusable("Its token_type is not Bearer.");
        return new AccessToken(value, now.AddSeconds(Lifetime(answer)));
    }

    /// <summary>What a refusal says: one of the error codes of RFC 6749, section 5.2; null for anything else.</summary>
    public static string? ReadError(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        return json is { RootElement.ValueKind: JsonValueKind.Object }
            && json.RootElement.TryGetProperty("error", out var error)
            && error.ValueKind == JsonValueKind.String
            && error.GetString() is "invalid_request" or "invalid_client" or "invalid_grant" or "unauthorized_client" or "unsupported_grant_type" or "invalid_scope"
            ? error.GetString()
            : null;
    }

    private static double Lifetime(JsonElement answer)
    {
        if (!answer.TryGetProperty("expires_in", out var member) || member.ValueKind == JsonValueKind.Null)
            return DefaultLifetime;
        // Some servers write the number as a text.
        var seconds = member.ValueKind switch
        {
            JsonValueKind.Number => member.GetDouble(),
            JsonValueKind.String when double.TryParse(member.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => double.NaN,
        };
        return seconds > 0 ? Math.Min(seconds, LongestLifetime) : throw Unusable("Its expires_in is not a positive number.");
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Visible ASCII, the widest that RFC 6750, section 2.1, and any real server use.
    private static bool IsTokenCharacter(char c) => c is > ' ' and < '\x7f';

    private static DicomWebOAuthException Unusable(string why) => new(ErrorCode.InvalidResponse, why);
}
