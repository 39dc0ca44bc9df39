using System.Buffers;

namespace Vernier.Forwarding;

/// <summary>Which side ended a copy.</summary>
internal enum CopyEnd
{
    /// <summary>The source ended, and everything was written.</summary>
    Complete,

    /// <summary>Reading failed or was canceled.</summary>
    Source,

    /// <summary>Writing failed or was canceled.</summary>
    Destination,
}

/// <summary>The result of copying a stream.</summary>
/// <param name="End">Which side ended it.</param>
/// <param name="Bytes">The number of bytes written.</param>
/// <param name="Exception">The failure or cancellation; null if complete.</param>
internal readonly record struct CopyResult(CopyEnd End, long Bytes, Exception? Exception);

/// <summary>Called with bytes that were copied.</summary>
/// <param name="bytes">The bytes; valid only during the call.</param>
internal delegate void CopiedBytes(ReadOnlySpan<byte> bytes);

/// <summary>Copies a body while it arrives.</summary>
internal static class StreamCopier
{
    private const int BufferSize = 64 * 1024;

    /// <summary>
    /// Copies the source to its end. Each part is written and flushed before the next is read. While the source is idle no buffer is held: a
    /// zero-byte read waits for data.
    /// </summary>
    /// <param name="source">The stream to read.</param>
    /// <param name="destination">The stream to write. It is not closed.</param>
    /// <param name="activity">Restarted by each part that is read or written.</param>
    /// <param name="flushesWhenIdle">Whether to flush the destination, with its headers, before the first wait for data.</param>
    /// <param name="copied">Called for each part after it was written; may be null.</param>
    /// <param name="cancellationToken">Canceled with <paramref name="activity"/>.</param>
    /// <returns>The side that ended the copy. Failures of the streams are not thrown; those of <paramref name="copied"/> are.</returns>
    public static async ValueTask<CopyResult> CopyAsync(
        Stream source, Stream destination, ActivityTimeout activity, bool flushesWhenIdle, CopiedBytes? copied, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        var side = CopyEnd.Source;
        byte[]? buffer = null;
        try
        {
            while (true)
            {
                side = CopyEnd.Source;
                var available = source.ReadAsync(Memory<byte>.Empty, cancellationToken);
                if (!available.IsCompleted)
                {
                    Return(ref buffer);
                    if (flushesWhenIdle && bytes == 0)
                        await FlushWhileWaitingAsync(destination, cancellationToken).ConfigureAwait(false);
                }
                await available.ConfigureAwait(false);
                buffer ??= ArrayPool<byte>.Shared.Rent(BufferSize);
                var read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return new CopyResult(CopyEnd.Complete, bytes, null);

                activity.Reset();
                side = CopyEnd.Destination;
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
                activity.Reset();
                bytes += read;
                side = CopyEnd.Complete;
                copied?.Invoke(buffer.AsSpan(0, read));
            }
        }
        catch (Exception exception) when (side != CopyEnd.Complete)
        {
            return new CopyResult(side, bytes, exception);
        }
        finally
        {
            Return(ref buffer);
        }
    }

    /// <summary>A destination that fails here fails again at the first write, where it is reported.</summary>
    private static async ValueTask FlushWhileWaitingAsync(Stream destination, CancellationToken cancellationToken)
    {
        try
        {
            await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
        }
    }

    private static void Return(ref byte[]? buffer)
    {
        if (buffer is not null)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = null;
    }
}
