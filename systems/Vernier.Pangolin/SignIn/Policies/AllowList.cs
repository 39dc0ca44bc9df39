namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>Compares e-mail addresses with lists of addresses and domains.</summary>
internal static class AllowList
{
    /// <summary>Whether an e-mail address, or its domain with <c>@</c>, is in a list.</summary>
    public static bool HasEmail(IReadOnlyList<string> allowed, string email) =>
        email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && allowed.Any(entry => IsMatch(entry, email, email[at..]));

    private static bool IsMatch(string entry, string email, string domain) =>
        entry.Equals(email, StringComparison.OrdinalIgnoreCase) || entry.Equals(domain, StringComparison.OrdinalIgnoreCase);
}
