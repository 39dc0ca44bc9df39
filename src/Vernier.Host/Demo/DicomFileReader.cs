using System.Buffers.Binary;
using System.Text;

namespace Vernier.Host.Demo;

/// <summary>
/// Reads the ids of a DICOM file (PS3.10, section 7.1) in Explicit VR Little Endian (PS3.5, section 7.1.2), the only transfer syntax that the embedded
/// archive supports. Sequences of undefined length before the ids are not supported.
/// </summary>
internal static class DicomFileReader
{
    private const int PreambleLength = 128;
    private const uint SopClass = 0x0008_0016;
    private const uint SopInstance = 0x0008_0018;
    private const uint Study = 0x0020_000D;
    private const uint Series = 0x0020_000E;

    /// <summary>Returns the instance, or null if the bytes are not a DICOM file in this transfer syntax.</summary>
    public static DicomInstance? Read(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length < PreambleLength + 4 || !bytes.Slice(PreambleLength, 4).SequenceEqual("DICM"u8))
            return null;

        var found = new Dictionary<uint, string>();
        bytes = bytes[(PreambleLength + 4)..];
        while (bytes.Length >= 8)
        {
            var tag = ((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
            if (tag > Series)
                break;
            var isLong = Encoding.ASCII.GetString(bytes.Slice(4, 2)) is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "SQ" or "SV" or "UC" or "UN" or "UR" or "UT" or "UV";
            var head = isLong ? 12 : 8;
            if (bytes.Length < head)
                return null;
            var length = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
            if (length > bytes.Length - head)
                return null;
            if (tag is SopClass or SopInstance or Study or Series)
                found[tag] = Encoding.ASCII.GetString(bytes.Slice(head, (int)length)).TrimEnd('\0', ' ');
            bytes = bytes[(head + (int)length)..];
        }

        return found.TryGetValue(Study, out var study) && found.TryGetValue(Series, out var series) && found.TryGetValue(SopInstance, out var instance)
            ? new DicomInstance(study, series, instance, found.GetValueOrDefault(SopClass, ""), file)
            : null;
    }
}

/// <summary>A stored DICOM file and its ids.</summary>
internal sealed record DicomInstance(string Study, string Series, string Instance, string Class, ReadOnlyMemory<byte> File);
