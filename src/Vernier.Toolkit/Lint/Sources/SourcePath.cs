namespace Vernier.Toolkit.Lint.Sources;

/// <summary>How files are named in findings.</summary>
internal static class SourcePath
{
    /// <summary>Whether it is what .NET throws of files that cannot be read, or of a path that is none.</summary>
    public static bool IsUnreadable(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>Why it cannot be read; of an empty path .NET says only which of its own parameters is wrong.</summary>
    public static string WhyUnreadable(string path, Exception exception) =>
        path.Length == 0 ? "The path is empty." : $"It cannot be read: {exception.Message}";

    /// <summary>Relative to the current folder when it is below it, with slashes; otherwise as it is.</summary>
    public static string Relative(string path)
    {
        if (!Path.IsPathFullyQualified(path))
            return path.Replace('\\', '/');
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace('\\', '/');
    }
}
