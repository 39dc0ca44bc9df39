namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>A bearer token. Its text appears nowhere but in the header that it is for.</summary>
internal sealed class AccessToken(string value, DateTimeOffset expiresAt)
{
    public string Value { get; } = value;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>Whether it lives on for longer than the buffer.</summary>
    public bool IsValid(DateTimeOffset now, TimeSpan buffer) => now + buffer < ExpiresAt;

    public override string ToString() => $"a token until {ExpiresAt:O}";
}
