namespace Vernier.Toolkit.Deploy;

/// <summary>Writes generated files to a folder.</summary>
public static class DeployFolder
{
    /// <summary>
    /// Writes files to a folder. All files are first written to temporary files and then renamed, so that a full disk or a read-only folder leaves the
    /// existing files unchanged. Files with the same content are not touched; no file is deleted. Not thread-safe for the same folder.
    /// </summary>
    /// <param name="folder">The folder; created if it does not exist.</param>
    /// <param name="files">The files.</param>
    /// <returns>The files that are new or have changed.</returns>
    /// <exception cref="DeployException">A file cannot be written; the message contains its path.</exception>
    public static IReadOnlyList<DeployFile> Write(string folder, IReadOnlyList<DeployFile> files)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(files);
        var written = new List<(DeployFile File, string Temporary, string Target)>();
        try
        {
            foreach (var file in files)
            {
                var target = Path.GetFullPath(Path.Combine(folder, file.Path));
                Try(target, () =>
                {
                    if (File.Exists(target) && File.ReadAllText(target) == file.Content)
                        return;
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    if (Directory.Exists(target))
                        throw new IOException("A folder with this name exists.");
                    var temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
                    written.Add((file, temporary, target));
                    File.WriteAllText(temporary, file.Content);
                });
            }
            foreach ((_, var temporary, var target) in written)
                Try(target, () => File.Move(temporary, target, overwrite: true));
        }
        finally
        {
            foreach ((_, var temporary, _) in written)
                TryDelete(temporary);
        }
        return [.. written.Select(file => file.File)];
    }

    /// <summary>
    /// Finds files that an earlier run has probably left behind, such as a dashboard with a former UID, which Grafana and Prometheus would still load: files
    /// that have the same folder, extension, and first line as generated files, but are not generated any more. No file is deleted.
    /// </summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="files">The generated files.</param>
    /// <returns>The paths relative to the folder, with slashes, sorted.</returns>
    /// <exception cref="DeployException">A file cannot be read; the message contains its path.</exception>
    public static IReadOnlyList<string> FindStaleFiles(string folder, IReadOnlyList<DeployFile> files)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(files);
        HashSet<string> generated = [.. files.Select(file => file.Path)];
        var kinds = files.Select(file => (Folder: Parent(file.Path), Extension: Path.GetExtension(file.Path), FirstLine: file.Content.Split('\n')[0])).Distinct();
        return
        [
            .. from kind in kinds
               let parent = Path.GetFullPath(Path.Combine(folder, kind.Folder))
               where Directory.Exists(parent)
               from file in Directory.EnumerateFiles(parent, $"*{kind.Extension}")
               let path = kind.Folder + Path.GetFileName(file)
               where !generated.Contains(path) && StartsWithLine(file, kind.FirstLine)
               orderby path
               select path,
        ];
    }

    private static string Parent(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static bool StartsWithLine(string file, string line)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() == line;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DeployException($"Cannot read {file}: {exception.Message}", exception);
        }
    }

    private static void Try(string target, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DeployException($"Cannot write {target}: {exception.Message}", exception);
        }
    }

    // A renamed file no longer exists under its temporary name. If deleting fails, only the first error is reported.
    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
