namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>A policy that is ready for requests. Immutable.</summary>
internal sealed class ActivePolicy
{
    /// <exception cref="FormatException">A rule is invalid.</exception>
    public ActivePolicy(string? text, SignInPolicy policy)
    {
        Text = text;
        Policy = policy;
        Rules = new RuleSet(policy.Rules);
    }

    /// <summary>The policy as stored.</summary>
    public string? Text { get; }

    public SignInPolicy Policy { get; }

    public RuleSet Rules { get; }
}
