namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>The sign-in settings of a resource as the page and the API send them.</summary>
internal sealed record SignInPolicyInput
{
    /// <summary>The methods: password, pincode, header_auth, access_token, email, session, oidc; empty if no sign-in is required.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The rules, of which the first that matches a request decides.</summary>
    public IReadOnlyList<SignInRuleInput> Rules { get; init; } = [];

    /// <summary>A new password; null keeps the current one.</summary>
    public string? Password { get; init; }

    /// <summary>A new pincode; null keeps the current one.</summary>
    public string? Pincode { get; init; }

    /// <summary>The user name of header authentication.</summary>
    public string? HeaderUser { get; init; }

    /// <summary>A new password of header authentication; null keeps the current one.</summary>
    public string? HeaderPassword { get; init; }

    /// <summary>A header that can have the credentials in place of <c>Authorization</c>.</summary>
    public string? HeaderName { get; init; }

    /// <summary>The e-mail addresses and domains (<c>@example.org</c>) that get one-time codes.</summary>
    public IReadOnlyList<string> EmailAllowed { get; init; } = [];

    /// <summary>The identifiers of the users of this server who can sign in; empty for all.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>The name of the OpenID Connect provider.</summary>
    public string? OidcProvider { get; init; }

    /// <summary>The subjects, e-mail addresses and domains of the provider's users who can sign in; empty for all.</summary>
    public IReadOnlyList<string> OidcAllowed { get; init; } = [];

    /// <summary>The text contains no secrets.</summary>
    public override string ToString() => nameof(SignInPolicyInput);
}

/// <summary>A rule as the page and the API send it.</summary>
/// <param name="Action"><c>allow</c>, <c>deny</c> or <c>sign_in</c>.</param>
/// <param name="Path">The path, in which <c>*</c> matches any characters; null or empty for all.</param>
/// <param name="Address">The IP address or network; null or empty for all.</param>
internal sealed record SignInRuleInput(string Action, string? Path, string? Address);
