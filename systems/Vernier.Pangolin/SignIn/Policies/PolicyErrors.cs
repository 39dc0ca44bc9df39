using System.Globalization;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>Checks the settings of a policy and collects all errors. The messages contain no secrets. Not thread-safe.</summary>
internal sealed class PolicyErrors(SignInOptions options)
{
    private const int MinPasswordLength = 8;
    private const int MaxPasswordLength = 256;
    private const int MinPincodeLength = 6;
    private const int MaxPincodeLength = 12;
    private const int MaxListEntries = 1_000;
    private const int MaxRules = 100;
    private const int MaxPathLength = 500;
    private const int MaxEntryLength = 254;
    private const int MaxShownLength = 50;

    /// <summary>Headers that have another meaning for HTTP or for the proxy.</summary>
    private static readonly HashSet<string> ReservedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Connection", "Content-Length", "Content-Type", "Cookie", "Expect", "Forwarded", "Host", "Keep-Alive", "Proxy-Authorization",
        "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    public List<string> Messages { get; } = [];

    public static string Shorten(string text) => text.Length <= MaxShownLength ? text : text[..MaxShownLength] + "…";

    public static RuleAction? ActionOf(string name) => name switch
    {
        "allow" => RuleAction.Allow,
        "deny" => RuleAction.Deny,
        "sign_in" => RuleAction.SignIn,
        _ => null,
    };

    public void Add(string message) => Messages.Add(message);

    public IReadOnlyList<AuthMethod> CheckMethods(IReadOnlyList<string> names, ResourceKind kind)
    {
        var methods = new List<AuthMethod>();
        foreach (var name in names.Distinct())
        {
            if (SignInMethods.Find(name) is { } method)
                methods.Add(method);
            else
                Add($"The sign-in method '{Shorten(name)}' is unknown. Allowed are {string.Join(", ", SignInMethods.Names)}.");
        }
        if (kind == ResourceKind.Tcp && methods.Count > 0)
            Add("A TCP resource cannot have sign-in methods. Use rules for addresses.");
        return methods;
    }

    public void CheckRules(IReadOnlyList<SignInRuleInput> rules, ResourceKind kind, IReadOnlyList<AuthMethod> methods)
    {
        if (rules.Count > MaxRules)
            Add(string.Create(CultureInfo.InvariantCulture, $"The policy has {rules.Count} rules; the maximum is {MaxRules}."));
        foreach (var (index, rule) in rules.Take(MaxRules).Index())
        {
            var action = ActionOf(rule.Action);
            if (action is null)
                Add($"Rule {index + 1}: the action '{Shorten(rule.Action)}' is unknown. Allowed are allow, deny and sign_in.");
            if (action == RuleAction.SignIn && methods.Count == 0)
                Add($"Rule {index + 1}: the action sign_in requires a sign-in method.");
            if (!string.IsNullOrEmpty(rule.Path))
                CheckPath(rule.Path, index, kind);
            if (!string.IsNullOrEmpty(rule.Address) && !AddressPattern.TryParse(rule.Address, out _))
                Add($"Rule {index + 1}: the address '{Shorten(rule.Address)}' {AddressPattern.Rule}.");
        }
    }

    public void CheckSecrets(SignInPolicyInput input, SignInPolicy current, IReadOnlyList<AuthMethod> methods)
    {
        if (methods.Contains(AuthMethod.Password))
            CheckSecret("password", input.Password, current.PasswordHash, IsPassword, $"must have {MinPasswordLength} to {MaxPasswordLength} characters");
        if (methods.Contains(AuthMethod.Pincode))
            CheckSecret("pincode", input.Pincode, current.PincodeHash, IsPincode, $"must have {MinPincodeLength} to {MaxPincodeLength} digits");
        if (!methods.Contains(AuthMethod.HeaderAuth))
            return;
        CheckSecret("header_password", input.HeaderPassword, current.HeaderPasswordHash, IsPassword, $"must have {MinPasswordLength} to {MaxPasswordLength} characters");
        if (input.HeaderUser is not { Length: > 0 and <= 64 } user || user.Any(c => c is ':' or < ' ' or > '~'))
            Add("The header_user must have 1 to 64 ASCII characters without colons.");
        if (input.HeaderName is { Length: > 0 } name && (!IsToken(name) || ReservedHeaders.Contains(name)))
            Add($"The header_name '{Shorten(name)}' must be a header name of at most 64 characters that HTTP does not use itself, such as X-Api-Credentials.");
    }

    public void CheckLists(SignInPolicyInput input, IReadOnlyList<AuthMethod> methods)
    {
        if (methods.Contains(AuthMethod.Email))
        {
            if (options.Smtp is null)
                Add("The method email requires a mail server. Configure sign_in:smtp.");
            if (input.EmailAllowed.Count is 0 or > MaxListEntries)
                Add($"The method email requires 1 to {MaxListEntries} entries in email_allowed.");
            foreach (var entry in input.EmailAllowed.Where(entry => !UserRules.IsEmail(entry.StartsWith('@') ? "a" + entry : entry)))
                Add($"The entry '{Shorten(entry)}' in email_allowed must be an e-mail address or a domain such as @example.com.");
        }
        if (input.Users.Count > MaxListEntries)
            Add($"The list of users has more than {MaxListEntries} entries.");
        if (!methods.Contains(AuthMethod.Oidc))
            return;
        if (options.Providers.Count == 0)
            Add("The method oidc requires a provider. Configure sign_in:providers.");
        else if (ProviderOf(input) is null)
            Add($"The oidc_provider '{Shorten(input.OidcProvider ?? "")}' is unknown. Configured are {string.Join(", ", options.Providers.Select(provider => provider.Name))}.");
        if (input.OidcAllowed.Count > MaxListEntries || input.OidcAllowed.Any(entry => entry.Length is 0 or > MaxEntryLength))
            Add($"The list oidc_allowed can have up to {MaxListEntries} entries of 1 to {MaxEntryLength} characters.");
    }

    /// <summary>Returns the name of the provider; without one, that of the only provider.</summary>
    public string? ProviderOf(SignInPolicyInput input) =>
        string.IsNullOrEmpty(input.OidcProvider)
            ? options.Providers is [var only] ? only.Name : null
            : options.Providers.FirstOrDefault(provider => provider.Name == input.OidcProvider)?.Name;

    private static bool IsPassword(string text) => text.Length is >= MinPasswordLength and <= MaxPasswordLength;

    private static bool IsPincode(string text) => text.Length is >= MinPincodeLength and <= MaxPincodeLength && text.All(char.IsAsciiDigit);

    private static bool IsToken(string name) => name.Length <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private void CheckPath(string path, int index, ResourceKind kind)
    {
        if (kind == ResourceKind.Tcp)
            Add($"Rule {index + 1}: a TCP resource has no paths.");
        else if (!path.StartsWith('/') || path.Length > MaxPathLength || path.Any(c => char.IsControl(c) || c is '?' or '#') || PathPattern.Canonical(path) != path)
            Add($"Rule {index + 1}: the path '{Shorten(path)}' must be a decoded path of at most {MaxPathLength} characters, such as /api/*.");
    }

    private void CheckSecret(string name, string? secret, string? current, Func<string, bool> isValid, string rule)
    {
        if (string.IsNullOrEmpty(secret) ? current is null : !isValid(secret))
            Add($"The {name} {rule}.");
    }
}
