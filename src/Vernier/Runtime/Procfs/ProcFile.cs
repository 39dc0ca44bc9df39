using System.Buffers;

namespace Vernier.Runtime.Procfs;

/// <summary>
/// A file of Linux's /proc, whose text is made by the kernel each time that it is read. It is read into pooled memory and without a stream, so
/// that a scrape allocates no more than the handle.
/// </summary>
internal sealed class ProcFile<T>(string path, ProcParser<T> parse)
{
    // The files of one process are far smaller; /proc/stat of a large machine is not.
    private const int UsualLength = 4096;

    /// <summary>Reads and parses the file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">Its text is not what it should be; the message names the file and what was expected.</exception>
    public T Read()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UsualLength);
        try
        {
            // Shared in every way, because anything less takes a lock on the file.
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
        catch (FormatException wrong)
        {
            throw new InvalidDataException($"{path}: {wrong.Message}", wrong);
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
