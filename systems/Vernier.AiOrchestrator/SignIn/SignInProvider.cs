using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>A provider with the defaults of known providers applied. Immutable. Its text contains no secrets.</summary>
internal sealed class SignInProvider
{
    public SignInProvider(SignInProviderOptions options)
    {
        var known = SignInPresets.Find(options.Name);
        Name = options.Name;
        AuthorizationEndpoint = (options.AuthorizationEndpoint ?? known?.AuthorizationEndpoint)!;
        TokenEndpoint = (options.TokenEndpoint ?? known?.TokenEndpoint)!;
        UserInfoEndpoint = (options.UserInfoEndpoint ?? known?.UserInfoEndpoint)!;
        Scope = string.Join(' ', options.Scopes.Count > 0 ? options.Scopes : known?.Scopes ?? []);
        SubjectClaim = options.SubjectClaim ?? known?.SubjectClaim ?? "sub";
        UserNameClaim = options.UserNameClaim ?? known?.UserNameClaim ?? "preferred_username";
        ClientId = options.ClientId;
        ClientSecret = options.ClientSecret;
        RegistrationEndpoint = options.RegistrationEndpoint;
        RegistrationToken = options.RegistrationToken;
        IsScheduled = options.Rotate;
    }

    public string Name { get; }

    public Uri AuthorizationEndpoint { get; }

    public Uri TokenEndpoint { get; }

    public Uri UserInfoEndpoint { get; }

    public string Scope { get; }

    public string SubjectClaim { get; }

    public string UserNameClaim { get; }

    public string ClientId { get; }

    /// <summary>The configured secret, which a rotation replaces.</summary>
    public string ClientSecret { get; }

    /// <summary>The client configuration endpoint; null if the secret cannot be rotated.</summary>
    public Uri? RegistrationEndpoint { get; }

    /// <summary>The configured token, which a rotation replaces.</summary>
    public string? RegistrationToken { get; }

    public bool IsScheduled { get; }

    public override string ToString() => Name;
}
