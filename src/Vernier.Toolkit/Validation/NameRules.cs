using System.Text.RegularExpressions;

namespace Vernier.Toolkit.Validation;

/// <summary>Rules for the names of catalogs and objectives, and a check for duplicates.</summary>
internal static partial class NameRules
{
    public const string ShortNameCharacters = "lowercase letters, digits, dashes, and underscores";

    /// <summary>Whether the name can be used as a file name and in a label matcher without escaping.</summary>
    public static bool IsShortName(string name) => ShortName().IsMatch(name);

    /// <summary>Returns one message for each name that occurs more than once.</summary>
    /// <param name="names">The names.</param>
    /// <param name="message">The message without the name, such as <c>Duplicate catalog</c>.</param>
    /// <param name="comparer">The comparer; null for ordinal comparison.</param>
    public static IEnumerable<string> Duplicates(IEnumerable<string> names, string message, StringComparer? comparer = null) =>
        names.GroupBy(name => name, comparer).Where(group => group.Count() > 1).Select(group => $"{message} '{group.Key}'.");

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]*\z")]
    private static partial Regex ShortName();
}
