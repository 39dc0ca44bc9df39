namespace Vernier.Toolkit.Lint.Sources;

/// <summary>How files are named in findings.</summary>
internal static class SourcePath
{
    /// <summary>Relative to the current folder when it is below it, with slashes; otherwise as it is.</summary>
    public static string Relative(string path)
    {
        if (!Path.IsPathFullyQualified(path))
            return path.Replace('\\', '/');
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace('\\', '/');
    }
}
