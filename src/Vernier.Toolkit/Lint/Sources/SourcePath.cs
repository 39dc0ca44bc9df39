namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Formats paths and read errors for findings.</summary>
internal static class SourcePath
{
    /// <summary>Whether .NET throws the exception for a file that cannot be read or a path that is invalid.</summary>
    public static bool IsReadError(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>Returns a message for a read error. For an empty path the message of .NET names an internal parameter, so it is replaced.</summary>
    public static string DescribeReadError(string path, Exception exception) =>
        path.Length == 0 ? "The path is empty." : $"Cannot read the file: {exception.Message}";

    /// <summary>Returns the path relative to the current folder if it is below it, with slashes; otherwise the path unchanged.</summary>
    public static string Relative(string path)
    {
        if (!Path.IsPathFullyQualified(path))
            return path.Replace('\\', '/');
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace('\\', '/');
    }
}
