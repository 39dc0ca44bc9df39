namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>A bearer token. Its value appears only in the Authorization header. Immutable.</summary>
internal sealed class AccessToken(string value, DateTimeOffset expiresAt)
{
    public string Value { get; } = value;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Gets a value indicating whether it expires later than <paramref name="buffer"/> from now.</summary>
    public bool IsValid(DateTimeOffset now, TimeSpan buffer) => now + buffer < ExpiresAt;

    public override string ToString() => $"Token that expires at {ExpiresAt:O}";
}
