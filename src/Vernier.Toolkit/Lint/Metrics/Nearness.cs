namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>Finds the name that somebody may have meant.</summary>
internal static class Nearness
{
    /// <summary>The candidate with the fewest letters changed, if that is at most a quarter of them; else null.</summary>
    public static string? Best(string name, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, name.Length / 4);
        (string? Name, int Distance) best = (null, limit + 1);
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) < best.Distance && Distance(name, candidate) is var distance && distance < best.Distance)
                best = (candidate, distance);
        }
        return best.Name;
    }

    /// <summary>How many letters have to be put in, taken out or replaced (Levenshtein, 1966), row by row.</summary>
    private static int Distance(string a, string b)
    {
        int[] above = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = above[0];
            above[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = above[j];
                above[j] = Math.Min(replaced, 1 + Math.Min(above[j], above[j - 1]));
            }
        }
        return above[b.Length];
    }
}
