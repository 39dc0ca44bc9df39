namespace Vernier.DicomWebOAuth.Jwt;

/// <summary>What a token has to keep.</summary>
/// <param name="PublicKey">The key (PEM) of who signs.</param>
/// <param name="Algorithms">What it may be signed with.</param>
/// <param name="Audiences">Of which it has to name one; empty for any.</param>
/// <param name="Issuer">Who has to be named as issuer; empty for anyone.</param>
internal sealed record JwtRules(string PublicKey, IReadOnlyList<string> Algorithms, IReadOnlyList<string> Audiences, string Issuer);
