namespace Vernier.CcProxy.Api;

/// <summary>Matches the names of models: exactly, or by their beginning when the pattern ends in <c>*</c>. Case matters.</summary>
internal static class ModelPattern
{
    public static bool IsExact(string pattern) => !pattern.EndsWith('*');

    public static bool Matches(string pattern, string model) =>
        IsExact(pattern) ? model == pattern : model.StartsWith(pattern[..^1], StringComparison.Ordinal);

    /// <summary>How closely it describes a model that it matches: a name before a beginning, a long beginning before a short one.</summary>
    public static int Closeness(string pattern) => IsExact(pattern) ? int.MaxValue : pattern.Length;
}
