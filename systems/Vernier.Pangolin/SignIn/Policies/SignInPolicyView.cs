namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>The sign-in settings of a resource as the page and the API show them, without secrets and their hashes.</summary>
internal sealed record SignInPolicyView(
    IReadOnlyList<string> Methods,
    IReadOnlyList<SignInRuleInput> Rules,
    string? HeaderUser,
    string? HeaderName,
    IReadOnlyList<string> EmailAllowed,
    IReadOnlyList<string> Users,
    string? OidcProvider,
    IReadOnlyList<string> OidcAllowed)
{
    public static SignInPolicyView Of(SignInPolicy policy) => new(
        [.. policy.Methods.Select(SignInMethods.NameOf)],
        [.. policy.Rules.Select(rule => new SignInRuleInput(NameOf(rule.Action), rule.Path, rule.Address))],
        policy.HeaderUser,
        policy.HeaderName,
        policy.EmailAllowed,
        policy.Users,
        policy.OidcProvider,
        policy.OidcAllowed);

    private static string NameOf(RuleAction action) => action switch
    {
        RuleAction.Allow => "allow",
        RuleAction.Deny => "deny",
        _ => "sign_in",
    };
}
