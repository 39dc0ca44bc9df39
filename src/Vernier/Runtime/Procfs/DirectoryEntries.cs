using System.Runtime.InteropServices;

namespace Vernier.Runtime.Procfs;

/// <summary>
/// Counts the entries of a folder with the C library. The enumeration of .NET resolves every symbolic link, and /proc/self/fd contains nothing else; this
/// resolves none and allocates nothing.
/// </summary>
internal static partial class DirectoryEntries
{
    /// <summary>Counts the entries, without the folder itself and its parent.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static int Count(string path)
    {
        var folder = Open(path);
        if (folder == 0)
            throw Failure(path);
        try
        {
            var count = 0;
            while (Next(folder) != 0)
                count++;

            // The end and an error differ only in the error number.
            return Marshal.GetLastPInvokeError() == 0 ? count - 2 : throw Failure(path);
        }
        finally
        {
            _ = Close(folder);
        }
    }

    private static IOException Failure(string path) => new($"{path}: cannot list the folder: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial nint Next(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int Close(nint folder);
}
