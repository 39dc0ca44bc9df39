using System.Text.RegularExpressions;

namespace Vernier.Pangolin.Identity;

/// <summary>The rules for names, e-mail addresses and passwords of users.</summary>
internal static partial class UserRules
{
    public const int MinPasswordLength = 12;

    /// <summary>Limits the time to hash a password.</summary>
    public const int MaxPasswordLength = 256;

    public const string NameRule = "must consist of 1 to 64 lowercase letters, digits and any of . _ -, and start with a letter or a digit";

    public const string EmailRule = "must be an e-mail address of at most 254 characters, such as name@example.com";

    public const string PasswordRule = "must have 12 to 256 characters";

    public static bool IsName(string name) => Name().IsMatch(name);

    public static bool IsEmail(string email) => email.Length <= 254 && Email().IsMatch(email);

    public static bool IsPassword(string password) => password.Length is >= MinPasswordLength and <= MaxPasswordLength;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex Name();

    // No quoted local parts and no address literals: mail programs rarely accept them either.
    [GeneratedRegex(@"\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\z")]
    private static partial Regex Email();
}
