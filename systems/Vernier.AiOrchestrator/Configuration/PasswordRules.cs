namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The rules for new passwords.</summary>
internal static class PasswordRules
{
    public const int MinLength = 12;

    /// <summary>Limits the time to hash a password.</summary>
    public const int MaxLength = 256;

    public const string Rule = "must have 12 to 256 characters";
}
