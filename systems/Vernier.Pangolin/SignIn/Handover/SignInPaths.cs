namespace Vernier.Pangolin.SignIn.Handover;

/// <summary>The routes of signing in.</summary>
internal static class SignInPaths
{
    /// <summary>On the host of a resource: exchanges a code for a session.</summary>
    public const string Session = PangolinEndpoints.Reserved + "session";

    /// <summary>On the host of a resource: starts a sign-in.</summary>
    public const string Start = PangolinEndpoints.Reserved + "sign-in";

    /// <summary>On the host of a resource: ends the session.</summary>
    public const string Logout = PangolinEndpoints.Reserved + "logout";

    /// <summary>On the main application: the sign-in page.</summary>
    public const string Page = "/sign-in";

    public const string Password = Page + "/password";

    public const string Pincode = Page + "/pincode";

    public const string User = Page + "/user";

    public const string Email = Page + "/email";

    public const string EmailCode = Page + "/email/code";

    public const string Oidc = Page + "/oidc/{provider}";

    public const string OidcCallback = Oidc + "/callback";

    /// <summary>The query parameter and form field with the ticket.</summary>
    public const string Ticket = "ticket";

    /// <summary>The route of a provider.</summary>
    public static string OidcOf(string provider) => $"{Page}/oidc/{provider}";
}
