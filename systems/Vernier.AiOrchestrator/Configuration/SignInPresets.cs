namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The addresses and claims of well-known OAuth2 providers, by the name of the provider.</summary>
internal static class SignInPresets
{
    private static readonly Dictionary<string, SignInProviderOptions> Known = new()
    {
        ["github"] = new()
        {
            AuthorizationEndpoint = new("https://github.com/login/oauth/authorize"),
            TokenEndpoint = new("https://github.com/login/oauth/access_token"),
            UserInfoEndpoint = new("https://api.github.com/user"),
            Scopes = ["read:user"],
            SubjectClaim = "id",
            UserNameClaim = "login",
        },
        ["google"] = new()
        {
            AuthorizationEndpoint = new("https://accounts.google.com/o/oauth2/v2/auth"),
            TokenEndpoint = new("https://oauth2.googleapis.com/token"),
            UserInfoEndpoint = new("https://openidconnect.googleapis.com/v1/userinfo"),
            Scopes = ["openid", "email", "profile"],
            UserNameClaim = "email",
        },
        ["gitlab"] = new()
        {
            AuthorizationEndpoint = new("https://gitlab.com/oauth/authorize"),
            TokenEndpoint = new("https://gitlab.com/oauth/token"),
            UserInfoEndpoint = new("https://gitlab.com/oauth/userinfo"),
            Scopes = ["openid", "profile"],
            UserNameClaim = "nickname",
        },
    };

    /// <summary>Returns the preset of a provider; null if the provider is not well known.</summary>
    public static SignInProviderOptions? Find(string name) => Known.GetValueOrDefault(name);
}
