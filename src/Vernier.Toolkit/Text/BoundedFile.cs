namespace Vernier.Toolkit.Text;

/// <summary>Reads text files up to a maximum size, so that a wrong path cannot use up the memory.</summary>
internal static class BoundedFile
{
    /// <summary>The maximum size of files in YAML and JSON in MiB.</summary>
    public const int MaxMebibytes = 16;

    /// <summary>Reads a file in UTF-8, or in the encoding of its byte order mark.</summary>
    /// <param name="path">The path.</param>
    /// <param name="maxMebibytes">The maximum size in MiB.</param>
    /// <exception cref="IOException">The file cannot be read, or is larger than the maximum.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading is not allowed, or the path is a folder.</exception>
    public static string ReadText(string path, int maxMebibytes = MaxMebibytes)
    {
        using var file = File.OpenRead(path);
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        // The length of a pipe or a device is not known, so it is counted.
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > maxMebibytes * 1024L * 1024)
                throw new IOException($"{path} is larger than {maxMebibytes} MiB.");
            bytes.Write(buffer, 0, read);
        }
        bytes.Position = 0;
        return new StreamReader(bytes).ReadToEnd();
    }
}
