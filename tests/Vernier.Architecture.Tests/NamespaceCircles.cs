namespace Vernier.Architecture.Tests;

/// <summary>Namespaces (folders) of one assembly that use each other, directly or through others.</summary>
internal static class NamespaceCircles
{
    private const int ShownPerArrow = 5;

    /// <summary>One text for each circle, with the types behind each of its arrows.</summary>
    /// <param name="uses">What <see cref="TypeUseReader"/> read.</param>
    /// <param name="root">The namespace to look at, with all below it; source generators put types elsewhere.</param>
    public static IReadOnlyList<string> Find(IEnumerable<TypeUse> uses, string root)
    {
        var arrows = uses.Where(use => use.From.Namespace != use.To.Namespace && IsBelow(use.From) && IsBelow(use.To))
            .ToLookup(use => (From: use.From.Namespace, To: use.To.Namespace));
        var next = arrows.ToLookup(arrow => arrow.Key.From, arrow => arrow.Key.To);
        var reachable = next.ToDictionary(from => from.Key, from => Reach(from.Key, next));

        // Who reaches itself is in a circle, with all whom it reaches and who reach it.
        return [.. reachable.Where(entry => entry.Value.Contains(entry.Key))
            .Select(entry => string.Join('\n', entry.Value.Where(other => reachable.TryGetValue(other, out var back) && back.Contains(entry.Key)).Order()))
            .Distinct()
            .Select(circle => Describe(circle.Split('\n'), arrows))];

        bool IsBelow(TypeName type) => type.Namespace == root || type.Namespace.StartsWith(root + ".", StringComparison.Ordinal);
    }

    private static HashSet<string> Reach(string from, ILookup<string, string> next)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(next[from]);
        while (open.TryPop(out var current))
        {
            if (!reached.Add(current))
                continue;
            foreach (var following in next[current])
                open.Push(following);
        }
        return reached;
    }

    private static string Describe(string[] circle, ILookup<(string From, string To), TypeUse> arrows)
    {
        var lines = arrows.Where(arrow => circle.Contains(arrow.Key.From) && circle.Contains(arrow.Key.To))
            .OrderBy(arrow => arrow.Key)
            .SelectMany(arrow =>
            {
                string[] types = [.. arrow.Select(use => $"    {use.From.Outermost} → {use.To.Outermost}").Distinct().Order()];
                return (string[])[$"  {arrow.Key.From} → {arrow.Key.To} ({types.Length}):", .. types.Take(ShownPerArrow), .. types.Length > ShownPerArrow ? ["    …"] : Array.Empty<string>()];
            });
        return $"A circle of {string.Join(", ", circle)}:\n{string.Join('\n', lines)}";
    }
}
