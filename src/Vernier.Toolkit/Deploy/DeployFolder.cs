namespace Vernier.Toolkit.Deploy;

/// <summary>Writes generated files to a folder.</summary>
public static class DeployFolder
{
    /// <summary>
    /// Writes the files, each of them beside its place first; when all of them are written, they are moved. So a disk that is full or a folder that
    /// cannot be written leaves everything as it was. Files with the right content are left alone, and nothing is deleted. Not thread-safe for one folder.
    /// </summary>
    /// <param name="folder">The folder; it is made when it is not there.</param>
    /// <param name="files">The files.</param>
    /// <returns>The files that were new or other than before.</returns>
    /// <exception cref="DeployException">A file cannot be written; the message has its path.</exception>
    public static IReadOnlyList<DeployFile> Write(string folder, IReadOnlyList<DeployFile> files)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(files);
        var written = new List<(DeployFile File, string Beside, string Place)>();
        try
        {
            foreach (var file in files)
            {
                var place = Path.GetFullPath(Path.Combine(folder, file.Path));
                Try(place, () =>
                {
                    if (File.Exists(place) && File.ReadAllText(place) == file.Content)
                        return;
                    Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                    if (Directory.Exists(place))
                        throw new IOException("there is a folder of that name.");
                    var beside = $"{place}.{Path.GetRandomFileName()}.tmp";
                    written.Add((file, beside, place));
                    File.WriteAllText(beside, file.Content);
                });
            }
            foreach ((_, var beside, var place) in written)
                Try(place, () => File.Move(beside, place, overwrite: true));
        }
        finally
        {
            foreach ((_, var beside, _) in written)
                TryDelete(beside);
        }
        return [.. written.Select(file => file.File)];
    }

    /// <summary>
    /// What an earlier run seems to have left: files beside the generated ones that begin as these do, and are none of them, such as a dashboard under its
    /// former uid. Grafana and Prometheus would go on loading them. Nothing is deleted.
    /// </summary>
    /// <param name="folder">The folder that was written.</param>
    /// <param name="files">The files.</param>
    /// <returns>Their paths below the folder, with slashes, sorted.</returns>
    /// <exception cref="DeployException">A file cannot be read; the message has its path.</exception>
    public static IReadOnlyList<string> LeftOver(string folder, IReadOnlyList<DeployFile> files)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(files);
        HashSet<string> ours = [.. files.Select(file => file.Path)];
        var kinds = files.Select(file => (Folder: Parent(file.Path), Extension: Path.GetExtension(file.Path), Begin: file.Content.Split('\n')[0])).Distinct();
        return
        [
            .. from kind in kinds
               let place = Path.GetFullPath(Path.Combine(folder, kind.Folder))
               where Directory.Exists(place)
               from file in Directory.EnumerateFiles(place, $"*{kind.Extension}")
               let path = kind.Folder + Path.GetFileName(file)
               where !ours.Contains(path) && BeginsWith(file, kind.Begin)
               orderby path
               select path,
        ];
    }

    private static string Parent(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static bool BeginsWith(string file, string line)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() == line;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DeployException($"{file} cannot be read: {exception.Message}", exception);
        }
    }

    private static void Try(string place, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DeployException($"{place} cannot be written: {exception.Message}", exception);
        }
    }

    // Where it was moved there is nothing left to delete; where even that fails, the first failure is the one to tell.
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
