namespace Vernier.Pangolin.Console.Editing;

/// <summary>The rules for API keys.</summary>
internal static class ApiKeyRules
{
    /// <exception cref="InvalidInputException">The name is invalid.</exception>
    public static void Check(string name)
    {
        var errors = new InputErrors();
        errors.Require(InputRules.IsName(name), "name", $"The name must have 1 to {InputRules.MaxNameLength} visible characters, and no spaces at its start and end.");
        errors.Throw();
    }
}
