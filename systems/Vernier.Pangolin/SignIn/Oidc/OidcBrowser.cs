using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Vernier.Pangolin.SignIn.Oidc;

/// <summary>
/// The random text in the cookie of a browser, from which the values of each of its sign-ins are derived: what the provider gets belongs to the browser that
/// started the sign-in, and no other browser can complete it. Immutable.
/// </summary>
internal sealed class OidcBrowser
{
    private const int SecretBytes = 32;
    private const int SecretLength = 43;

    private readonly byte[] _secret;

    private OidcBrowser(string text)
    {
        Text = text;
        _secret = Encoding.ASCII.GetBytes(text);
    }

    /// <summary>The content of the cookie.</summary>
    public string Text { get; }

    public static OidcBrowser New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>Returns the browser with a cookie; null if it is missing or invalid.</summary>
    public static OidcBrowser? Of(string? cookie) => cookie is { Length: SecretLength } ? new(cookie) : null;

    /// <summary>The PKCE verifier of a sign-in (RFC 7636).</summary>
    public string VerifierOf(string state) => Derive("verifier", state);

    /// <summary>The nonce of a sign-in, which the ID token must contain.</summary>
    public string NonceOf(string state) => Derive("nonce", state);

    /// <summary>The PKCE challenge of a sign-in: the hash of the verifier.</summary>
    public string ChallengeOf(string state) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(VerifierOf(state))));

    private string Derive(string purpose, string state) => Base64Url.EncodeToString(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{purpose} {state}")));
}
