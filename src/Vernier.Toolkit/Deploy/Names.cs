using System.Text.RegularExpressions;

namespace Vernier.Toolkit.Deploy;

/// <summary>What the names of catalogs and objectives have to be like, and whether names are there twice.</summary>
internal static partial class Names
{
    /// <summary>Whether it can name a file, and stand in a matcher as it is.</summary>
    public static bool IsShort(string name) => Short().IsMatch(name);

    public static IEnumerable<string> Twice(IEnumerable<string> names, string what, StringComparer? comparer = null) =>
        names.GroupBy(name => name, comparer).Where(group => group.Count() > 1).Select(group => $"{what} '{group.Key}' is there {group.Count()} times.");

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]*\z")]
    private static partial Regex Short();
}
