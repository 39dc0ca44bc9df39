using System.Net;

namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>The rules of a resource, ready for requests. Immutable.</summary>
internal sealed class RuleSet
{
    private readonly PreparedRule[] _rules;

    /// <exception cref="FormatException">An address is invalid.</exception>
    public RuleSet(IReadOnlyList<SignInRule> rules) => _rules = [.. rules.Select(Prepare)];

    /// <summary>Returns the action of the first rule that matches; null if none does.</summary>
    /// <param name="path">The decoded path; null for a TCP connection, which matches only rules without path.</param>
    /// <param name="address">The address of the client; null if it is unknown: then rules that restrict by address match.</param>
    public RuleAction? Match(string? path, IPAddress? address)
    {
        foreach (var rule in _rules)
        {
            if (MatchesPath(rule, path) && MatchesAddress(rule, address))
                return rule.Action;
        }
        return null;
    }

    private static bool MatchesPath(PreparedRule rule, string? path) =>
        rule.Path is null || path is not null && (rule.Action == RuleAction.Allow ? rule.Path.Allows(path) : rule.Path.Restricts(path));

    private static bool MatchesAddress(PreparedRule rule, IPAddress? address) =>
        rule.Address is null || (address is null ? rule.Action != RuleAction.Allow : rule.Address.Contains(address));

    private static PreparedRule Prepare(SignInRule rule)
    {
        AddressPattern? address = null;
        if (rule.Address is not null && !AddressPattern.TryParse(rule.Address, out address))
            throw new FormatException($"The address of a rule {AddressPattern.Rule}.");
        return new PreparedRule(rule.Action, rule.Path is null ? null : new PathPattern(rule.Path), address);
    }

    private sealed record PreparedRule(RuleAction Action, PathPattern? Path, AddressPattern? Address);
}
