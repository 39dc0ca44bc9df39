namespace Vernier.CcProxy.Api;

/// <summary>Matches model names: exactly, or by prefix if the pattern ends in <c>*</c>. Case-sensitive.</summary>
internal static class ModelPattern
{
    public static bool IsExact(string pattern) => !pattern.EndsWith('*');

    public static bool Matches(string pattern, string model) =>
        IsExact(pattern) ? model == pattern : model.StartsWith(pattern[..^1], StringComparison.Ordinal);

    /// <summary>Ranks patterns that match the same model: an exact name is more specific than a prefix, and a long prefix more than a short one.</summary>
    public static int Specificity(string pattern) => IsExact(pattern) ? int.MaxValue : pattern.Length;
}
