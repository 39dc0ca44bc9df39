using System.Text;

namespace Vernier.Host.Demo;

/// <summary>A minimal DICOM file in Explicit VR Little Endian (PS3.10, section 7.1).</summary>
internal static class DemoInstance
{
    private const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";
    private const string ExplicitLittleEndian = "1.2.840.10008.1.2.1";

    public static byte[] Create(string study, string series, string instance)
    {
        var meta = Join(
            Element(0x0002, 0x0002, "UI", SecondaryCapture),
            Element(0x0002, 0x0003, "UI", instance),
            Element(0x0002, 0x0010, "UI", ExplicitLittleEndian),
            Element(0x0002, 0x0012, "UI", "1.2.3"));
        return Join(
            new byte[128],
            "DICM"u8.ToArray(),
            Join(Head(0x0002, 0x0000, "UL", 4), BitConverter.GetBytes(meta.Length)),
            meta,
            Element(0x0008, 0x0016, "UI", SecondaryCapture),
            Element(0x0008, 0x0018, "UI", instance),
            Element(0x0008, 0x0060, "CS", "OT"),
            Element(0x0010, 0x0010, "PN", "Demo^Patient"),
            Element(0x0010, 0x0020, "LO", "DEMO"),
            Element(0x0020, 0x000D, "UI", study),
            Element(0x0020, 0x000E, "UI", series));
    }

    // Values must have an even length: ids are padded with NUL, text with a space (PS3.5, section 6.2).
    private static byte[] Element(ushort group, ushort element, string vr, string value)
    {
        var padded = value.Length % 2 == 0 ? value : value + (vr == "UI" ? '\0' : ' ');
        return Join(Head(group, element, vr, (ushort)padded.Length), Encoding.ASCII.GetBytes(padded));
    }

    private static byte[] Head(ushort group, ushort element, string vr, ushort length) =>
        Join(BitConverter.GetBytes(group), BitConverter.GetBytes(element), Encoding.ASCII.GetBytes(vr), BitConverter.GetBytes(length));

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
