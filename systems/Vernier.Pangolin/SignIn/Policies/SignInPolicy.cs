namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>What a rule does with a request that it matches.</summary>
internal enum RuleAction
{
    /// <summary>The request is allowed without sign-in.</summary>
    Allow,

    /// <summary>The request is denied.</summary>
    Deny,

    /// <summary>Later rules are not evaluated; the request needs a sign-in.</summary>
    SignIn,
}

/// <summary>A rule by path and address. A rule without both matches all requests.</summary>
/// <param name="Action">What happens with a request that matches.</param>
/// <param name="Path">The path, in which <c>*</c> matches any characters; null for all.</param>
/// <param name="Address">The IP address or network of the client, such as <c>10.0.0.0/8</c>; null for all.</param>
internal sealed record SignInRule(RuleAction Action, string? Path, string? Address);

/// <summary>How clients sign in to a resource, as stored. Secrets are hashed. Immutable.</summary>
internal sealed record SignInPolicy
{
    /// <summary>No sign-in is required.</summary>
    public static readonly SignInPolicy None = new();

    /// <summary>The methods with which clients can sign in; empty if no sign-in is required.</summary>
    public IReadOnlyList<AuthMethod> Methods { get; init; } = [];

    /// <summary>The rules, of which the first that matches a request decides.</summary>
    public IReadOnlyList<SignInRule> Rules { get; init; } = [];

    /// <summary>The PBKDF2 hash of the password.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>The PBKDF2 hash of the pincode.</summary>
    public string? PincodeHash { get; init; }

    /// <summary>The user name of header authentication.</summary>
    public string? HeaderUser { get; init; }

    /// <summary>The PBKDF2 hash of the password of header authentication.</summary>
    public string? HeaderPasswordHash { get; init; }

    /// <summary>A header that can have the credentials in place of <c>Authorization</c>; null for none.</summary>
    public string? HeaderName { get; init; }

    /// <summary>The e-mail addresses and domains (<c>@example.org</c>) that get one-time codes.</summary>
    public IReadOnlyList<string> EmailAllowed { get; init; } = [];

    /// <summary>The identifiers of the users of this server who can sign in; empty for all.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>The name of the OpenID Connect provider.</summary>
    public string? OidcProvider { get; init; }

    /// <summary>The subjects, e-mail addresses and domains of the provider's users who can sign in; empty for all.</summary>
    public IReadOnlyList<string> OidcAllowed { get; init; } = [];

    /// <summary>Whether clients can sign in with a method.</summary>
    public bool Has(AuthMethod method) => Methods.Contains(method);
}
