using System.Globalization;
using System.Text.Json;
using Vernier.DicomWebOAuth.Errors;

namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>Reads the response of a token endpoint (RFC 6749, sections 5.1 and 5.2). Errors never contain any part of the response.</summary>
internal static class TokenResponse
{
    private const double DefaultLifetime = 3600;
    private const double MaxLifetime = 366 * 86_400d;

    /// <summary>Reads a token.</summary>
    /// <exception cref="DicomWebOAuthException">TOK-005: the response does not contain a valid token.</exception>
    public static AccessToken Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        using var json = Parse(body) ?? throw Invalid("The response is not JSON.");
        try
        {
            return Read(json.RootElement, now);
        }
        catch (InvalidOperationException)
        {
            throw Invalid("The response contains half of a surrogate pair.");
        }
    }

    private static AccessToken Read(JsonElement response, DateTimeOffset now)
    {
        if (response.ValueKind != JsonValueKind.Object)
            throw Invalid("The response is not a JSON object.");
        if (!response.TryGetProperty("access_token", out var token) || token.ValueKind != JsonValueKind.String || token.GetString() is not { Length: > 0 } value)
            throw Invalid("The response has no access_token.");
        if (!value.All(IsTokenCharacter))
            throw Invalid("The access_token contains characters that are not allowed in a header.");
        if (response.TryGetProperty("token_type", out var type) && !(type.ValueKind == JsonValueKind.String && "bearer".Equals(type.GetString(), StringComparison.OrdinalIgnoreCase)))
            throw Invalid("The token_type is not Bearer.");
        return new AccessToken(value, now.AddSeconds(ReadLifetime(response)));
    }

    /// <summary>Reads the error code of a rejection (RFC 6749, section 5.2); null if it is missing or not one of the standard codes.</summary>
    public static string? ReadError(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        try
        {
            return ReadError(json);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    private static string? ReadError(JsonDocument? json) =>
        json is { RootElement.ValueKind: JsonValueKind.Object }
        && json.RootElement.TryGetProperty("error", out var error)
        && error.ValueKind == JsonValueKind.String
        && error.GetString() is "invalid_request" or "invalid_client" or "invalid_grant" or "unauthorized_client" or "unsupported_grant_type" or "invalid_scope"
        ? error.GetString()
        : null;

    private static double ReadLifetime(JsonElement response)
    {
        if (!response.TryGetProperty("expires_in", out var member) || member.ValueKind == JsonValueKind.Null)
            return DefaultLifetime;
        // Some servers send the number as a string.
        var seconds = member.ValueKind switch
        {
            JsonValueKind.Number => member.GetDouble(),
            JsonValueKind.String when double.TryParse(member.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => double.NaN,
        };
        return seconds > 0 ? Math.Min(seconds, MaxLifetime) : throw Invalid("The expires_in is not a positive number.");
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

    // Visible ASCII: a superset of RFC 6750, section 2.1, for servers that deviate from it.
    private static bool IsTokenCharacter(char c) => c is > ' ' and < '\x7f';

    private static DicomWebOAuthException Invalid(string details) => new(ErrorCode.InvalidResponse, details);
}
