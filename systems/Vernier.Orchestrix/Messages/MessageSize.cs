using System.Text.Json;

namespace Vernier.Orchestrix.Messages;

/// <summary>Estimates the memory of messages, so that what is kept in memory is bounded by bytes and not only by count.</summary>
internal static class MessageSize
{
    /// <summary>The objects that hold a message: list and dictionary entries, and the strings of the envelope.</summary>
    public const long Overhead = 512;

    /// <summary>The size of a message that cannot be written as JSON.</summary>
    public const long Unknown = 64 * 1024;

    /// <summary>
    /// Objects, references and UTF-16 need at most about three times the bytes of the JSON: an order line with a one-letter article is 64 bytes in memory
    /// and 25 as JSON.
    /// </summary>
    private const int MemoryPerJsonByte = 3;

    /// <summary>Returns the estimated memory of a message in bytes, which is more rather than less than the true one.</summary>
    public static long Of(Message message)
    {
        var counter = new CountingStream();
        try
        {
            JsonSerializer.Serialize(counter, message, message.GetType(), JsonSerializerOptions.Web);
        }
        catch (Exception)
        {
            // The class has, for example, a circle of references, or a property that throws. It can be delivered, only not measured.
            return Unknown;
        }
        return Overhead + MemoryPerJsonByte * counter.Length;
    }

    /// <summary>Returns the estimated memory of a text in bytes.</summary>
    public static long Of(string text) => Overhead + sizeof(char) * (long)text.Length;

    /// <summary>Counts what is written to it.</summary>
    private sealed class CountingStream : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
