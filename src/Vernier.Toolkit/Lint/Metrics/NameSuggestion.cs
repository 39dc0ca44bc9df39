namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>Suggests the correct spelling of a misspelled name.</summary>
internal static class NameSuggestion
{
    /// <summary>Longer names get no suggestion: the time to compare two names is the product of their lengths.</summary>
    private const int MaxLength = 500;

    /// <summary>Returns the candidate with the smallest edit distance, if it is at most a quarter of the length of the name; otherwise null.</summary>
    public static string? For(string name, IEnumerable<string> candidates)
    {
        if (name.Length > MaxLength)
            return null;
        var limit = Math.Max(1, name.Length / 4);
        (string? Name, int Distance) best = (null, limit + 1);
        foreach (var candidate in candidates)
        {
            // The difference in length is a lower bound of the distance.
            if (Math.Abs(candidate.Length - name.Length) < best.Distance && EditDistance(name, candidate) is var distance && distance < best.Distance)
                best = (candidate, distance);
        }
        return best.Name;
    }

    /// <summary>Returns the number of insertions, deletions and substitutions (Levenshtein distance). Keeps one row of the matrix.</summary>
    private static int EditDistance(string a, string b)
    {
        int[] above = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = above[0];
            above[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = above[j];
                above[j] = Math.Min(substituted, 1 + Math.Min(above[j], above[j - 1]));
            }
        }
        return above[b.Length];
    }
}
