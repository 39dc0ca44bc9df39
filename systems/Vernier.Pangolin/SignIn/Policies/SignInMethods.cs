using System.Text.Json;

namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>The sign-in methods that a resource can have, and their names in the API.</summary>
internal static class SignInMethods
{
    private static readonly Dictionary<string, AuthMethod> ByName = new[]
    {
        AuthMethod.Password, AuthMethod.Pincode, AuthMethod.HeaderAuth, AuthMethod.AccessToken, AuthMethod.Email, AuthMethod.Session, AuthMethod.Oidc,
    }.ToDictionary(NameOf);

    public static IEnumerable<string> Names => ByName.Keys;

    public static AuthMethod? Find(string name) => ByName.TryGetValue(name, out var method) ? method : null;

    public static string NameOf(AuthMethod method) => JsonNamingPolicy.SnakeCaseLower.ConvertName(method.ToString());

    /// <summary>The decision about a request with a session of a method.</summary>
    public static AccessDecision DecisionOf(AuthMethod method) => method switch
    {
        AuthMethod.Password => AccessDecision.ValidPassword,
        AuthMethod.Pincode => AccessDecision.ValidPincode,
        AuthMethod.HeaderAuth => AccessDecision.ValidHeaderAuth,
        AuthMethod.AccessToken => AccessDecision.ValidAccessToken,
        AuthMethod.Email => AccessDecision.ValidEmail,
        _ => AccessDecision.ValidSession,
    };
}
