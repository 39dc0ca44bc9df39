using System.Buffers;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>Counts samples in a text format.</summary>
internal static class SampleLines
{
    /// <summary>Returns the number of lines that are not comments.</summary>
    public static int Count(ReadOnlySequence<byte> text)
    {
        var count = 0;
        var reader = new SequenceReader<byte>(text);
        while (!reader.End)
        {
            if (!reader.IsNext((byte)'#'))
                count++;
            if (!reader.TryAdvanceTo((byte)'\n'))
                break;
        }
        return count;
    }
}
