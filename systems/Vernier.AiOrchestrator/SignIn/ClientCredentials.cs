using System.Globalization;
using Vernier.AiOrchestrator.Secrets;
using Vernier.Services;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>The secret of a client and the token that manages it: one secret of the store. The text contains no values.</summary>
/// <param name="ClientSecret">The client secret.</param>
/// <param name="RegistrationToken">The registration access token.</param>
/// <param name="Rotated">When the client secret was issued, as far as known.</param>
/// <param name="Configured">A fingerprint of the configured values, to detect that the operator changed them.</param>
internal sealed record ClientCredentials(string ClientSecret, string RegistrationToken, DateTimeOffset Rotated, string Configured)
{
    /// <summary>Creates the configured credentials.</summary>
    public static ClientCredentials Of(SignInProvider provider, DateTimeOffset now) =>
        new(provider.ClientSecret, provider.RegistrationToken!, now, Fingerprint(provider));

    /// <exception cref="SecretException">A value is missing or invalid.</exception>
    public static ClientCredentials Of(Secret secret) => Of(secret.Name, secret.Values);

    /// <inheritdoc cref="Of(Secret)"/>
    public static ClientCredentials Of(string name, IReadOnlyDictionary<string, string> values) =>
        values.TryGetValue("client_secret", out var secret) && values.TryGetValue("registration_token", out var token) && values.TryGetValue("configured", out var configured)
            && DateTimeOffset.TryParseExact(values.GetValueOrDefault("rotated"), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var rotated)
            ? new ClientCredentials(secret, token, rotated, configured)
            : throw new SecretException(
                SecretFailure.Invalid, $"The secret {name} in the secret store must have the values client_secret, registration_token, rotated and configured. Restore an earlier version.");

    /// <summary>Whether the configuration has not changed since these credentials were configured.</summary>
    public bool IsOf(SignInProvider provider) => Configured == Fingerprint(provider);

    public IReadOnlyDictionary<string, string> ToValues() => new Dictionary<string, string>
    {
        ["client_secret"] = ClientSecret,
        ["registration_token"] = RegistrationToken,
        ["rotated"] = Rotated.ToString("O", CultureInfo.InvariantCulture),
        ["configured"] = Configured,
    };

    public override string ToString() => nameof(ClientCredentials);

    private static string Fingerprint(SignInProvider provider) =>
        TextHash.Of($"{provider.ClientId}\n{provider.ClientSecret}\n{provider.RegistrationToken}");
}
