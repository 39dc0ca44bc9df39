namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>What a change of a policy means for sessions.</summary>
internal sealed record PolicyChange
{
    /// <summary>The number of sessions that ended because a secret changed.</summary>
    public int EndedBySecret { get; init; }

    /// <summary>The number of sessions that ended because a method was removed or restricted.</summary>
    public int EndedByAdministrator { get; init; }

    /// <summary>Returns the methods whose sessions end, and whether a new secret is the reason.</summary>
    public static IReadOnlyList<(AuthMethod Method, bool IsSecret)> EndedMethods(SignInPolicy before, SignInPolicy after) =>
        [.. before.Methods.Where(method => !after.Has(method) || IsChanged(method, before, after)).Select(method => (method, after.Has(method) && HasSecret(method)))];

    private static bool HasSecret(AuthMethod method) => method is AuthMethod.Password or AuthMethod.Pincode or AuthMethod.HeaderAuth;

    private static bool IsChanged(AuthMethod method, SignInPolicy before, SignInPolicy after) => method switch
    {
        AuthMethod.Password => before.PasswordHash != after.PasswordHash,
        AuthMethod.Pincode => before.PincodeHash != after.PincodeHash,
        AuthMethod.HeaderAuth => before.HeaderUser != after.HeaderUser || before.HeaderPasswordHash != after.HeaderPasswordHash,
        AuthMethod.Email => !before.EmailAllowed.SequenceEqual(after.EmailAllowed),
        AuthMethod.Session => !before.Users.SequenceEqual(after.Users),
        AuthMethod.Oidc => before.OidcProvider != after.OidcProvider || !before.OidcAllowed.SequenceEqual(after.OidcAllowed),
        _ => false,
    };
}
