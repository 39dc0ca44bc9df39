namespace Vernier.Architecture.Tests;

/// <summary>Finds folders of one project whose types refer to each other, directly or through other folders.</summary>
internal static class FolderCircles
{
    private const int MaxTypesPerArrow = 5;

    /// <summary>Returns one text for each circle, with the types that cause each of its arrows.</summary>
    /// <param name="uses">The result of <see cref="TypeUseReader"/>.</param>
    /// <param name="root">The folder to examine, including its subfolders.</param>
    public static IReadOnlyList<string> Find(IEnumerable<TypeUse> uses, string root)
    {
        var arrows = uses.Where(use => use.From.Folder != use.To.Folder && IsBelow(use.From) && IsBelow(use.To))
            .ToLookup(use => (From: use.From.Folder!, To: use.To.Folder!));
        var next = arrows.ToLookup(arrow => arrow.Key.From, arrow => arrow.Key.To);
        var reachable = next.ToDictionary(from => from.Key, from => Reachable(from.Key, next));

        // A folder that reaches itself is on a circle, together with every folder that it reaches and that reaches it.
        return [.. reachable.Where(entry => entry.Value.Contains(entry.Key))
            .Select(entry => string.Join('\n', entry.Value.Where(other => reachable.TryGetValue(other, out var back) && back.Contains(entry.Key)).Order()))
            .Distinct()
            .Select(circle => Describe(circle.Split('\n'), arrows))];

        bool IsBelow(TypeName type) => type.Folder is { } folder && (folder == root || folder.StartsWith(root + "/", StringComparison.Ordinal));
    }

    private static HashSet<string> Reachable(string from, ILookup<string, string> next)
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
                return (string[])[$"  {arrow.Key.From} → {arrow.Key.To} ({types.Length}):", .. types.Take(MaxTypesPerArrow), .. types.Length > MaxTypesPerArrow ? ["    …"] : Array.Empty<string>()];
            });
        return $"A circle of {string.Join(", ", circle)}:\n{string.Join('\n', lines)}";
    }
}
