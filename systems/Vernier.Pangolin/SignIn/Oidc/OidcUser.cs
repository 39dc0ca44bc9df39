namespace Vernier.Pangolin.SignIn.Oidc;

/// <summary>A user of a provider.</summary>
/// <param name="Provider">The name of the provider.</param>
/// <param name="Id">The claim <c>sub</c>, which identifies the user at the provider.</param>
/// <param name="Email">The verified e-mail address, in lower case; null if there is none.</param>
internal sealed record OidcUser(string Provider, string Id, string? Email)
{
    /// <summary>
    /// Who signed in: the verified address, otherwise the identifier with the provider, which is never equal to an address that another provider has verified.
    /// </summary>
    public string Subject => Email ?? $"{Provider}:{Id}";
}
