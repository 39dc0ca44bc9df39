using System.Buffers;

namespace Vernier.Runtime.Procfs;

/// <summary>
/// A file of /proc on Linux, which the kernel generates each time it is read. It is read into pooled memory without a stream, so that a scrape allocates
/// only the handle.
/// </summary>
internal sealed class ProcFile<T>(string path, ProcParser<T> parse)
{
    // The files of a process are far smaller; /proc/stat of a large machine is larger.
    private const int UsualLength = 4096;

    /// <summary>Reads and parses the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="InvalidDataException">The content is invalid; the message contains the file and what was expected.</exception>
    public T Read()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UsualLength);
        try
        {
            // Fully shared, because anything less locks the file.
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            var length = 0;
            while (RandomAccess.Read(file, buffer.AsSpan(length), length) is > 0 and int read)
            {
                length += read;
                if (length == buffer.Length)
                    Grow(ref buffer);
            }
            return parse(buffer.AsSpan(0, length));
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}

/// <summary>Extracts a value from the text of a file. Throws a <see cref="FormatException"/> that contains what was expected.</summary>
internal delegate T ProcParser<out T>(ReadOnlySpan<byte> text);
