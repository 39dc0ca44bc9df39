namespace Vernier.Toolkit.Lint.Sources;

/// <summary>How files are named in findings.</summary>
internal static class SourcePath
{
    /// <summary>Whether it is what .NET throws of files that cannot be read, or of a path that is none.</summary>
    public static bool IsUnreadable(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>Relative to the current folder when it is below it, with slashes; otherwise as it is.</summary>
    public static string Relative(string path)
    {
        if (!Path.IsPathFullyQualified(path))
            return path.Replace('\\', '/');
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace('\\', '/');
    }
}
