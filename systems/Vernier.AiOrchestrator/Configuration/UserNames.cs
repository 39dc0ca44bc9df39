using System.Text.RegularExpressions;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The syntax of user names.</summary>
internal static partial class UserNames
{
    public const string Pattern = "[a-z0-9][a-z0-9._-]{0,63}";

    public const string Rule = "must consist of 1 to 64 lowercase letters, digits and any of . _ -, and start with a letter or a digit";

    public static bool IsValid(string name) => Syntax().IsMatch(name);

    [GeneratedRegex($@"\A{Pattern}\z")]
    private static partial Regex Syntax();
}
