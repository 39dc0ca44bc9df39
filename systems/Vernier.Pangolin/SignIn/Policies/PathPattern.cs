using System.Text;

namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>
/// The pattern of a path, in which <c>*</c> matches any characters. <c>/api/*</c> also matches <c>/api</c>. Backends decode and normalize paths in different
/// ways, so a rule that restricts also matches what a backend could make of a path, and a rule that allows does not match an ambiguous path. Immutable.
/// </summary>
internal sealed class PathPattern(string pattern)
{
    private const int MaxDecodings = 3;

    private readonly string? _parent = pattern.EndsWith("/*", StringComparison.Ordinal) && pattern.Length > 2 ? pattern[..^2] : null;

    /// <summary>Whether a rule that allows matches a path: literally, with the same case.</summary>
    public bool Allows(string path) => Canonical(path) == path && IsMatch(path, StringComparison.Ordinal);

    /// <summary>Whether a rule that restricts matches a path: with any case, and also as a backend could decode it.</summary>
    public bool Restricts(string path) => IsMatch(path, StringComparison.OrdinalIgnoreCase) || IsMatch(Canonical(path), StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns a path as the most permissive backend reads it: decoded repeatedly, without empty segments, parameters, <c>.</c> and <c>..</c>.</summary>
    internal static string Canonical(string path)
    {
        for (var i = 0; i < MaxDecodings && path.Contains('%', StringComparison.Ordinal); i++)
            path = Uri.UnescapeDataString(path);
        if (!path.Contains('\\', StringComparison.Ordinal) && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal) && !path.Contains(';', StringComparison.Ordinal))
            return path;
        var segments = new List<string>();
        var isFolder = false;
        foreach (var part in path.Replace('\\', '/').Split('/').Skip(1))
        {
            var segment = part.Split(';')[0];
            isFolder = segment is "" or "." or "..";
            if (segment == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (!isFolder)
                segments.Add(segment);
        }
        var canonical = new StringBuilder();
        foreach (var segment in segments)
            canonical.Append('/').Append(segment);
        if (isFolder || canonical.Length == 0)
            canonical.Append('/');
        return canonical.ToString();
    }

    private bool IsMatch(string path, StringComparison comparison) => path.Equals(_parent, comparison) || IsMatch(pattern, path, comparison);

    /// <summary>Compares in linear time for each <c>*</c>: after a mismatch only the last one takes one more character.</summary>
    private static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path, StringComparison comparison)
    {
        int p = 0, i = 0, star = -1, resume = 0;
        while (i < path.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = i;
            }
            else if (p < pattern.Length && pattern.Slice(p, 1).Equals(path.Slice(i, 1), comparison))
            {
                p++;
                i++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                i = ++resume;
            }
            else
            {
                return false;
            }
        }
        return pattern[p..].Trim('*').IsEmpty;
    }
}
