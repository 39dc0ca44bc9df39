using System.Text;

namespace Vernier.EndToEnd.Systems.DicomWebOAuth;

/// <summary>A minimal DICOM file that archives accept (PS3.10, section 7.1; Explicit VR Little Endian): its UIDs and a patient.</summary>
internal sealed record DicomFile(string Study, string Series, string Instance)
{
    private const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

    /// <summary>Creates a file with new UIDs.</summary>
    public static DicomFile Create()
    {
        // UIDs derived from UUIDs are unique (PS3.5, annex B.2).
        var root = $"2.25.{new System.Numerics.BigInteger(Guid.NewGuid().ToByteArray(), isUnsigned: true)}";
        return new(root[..Math.Min(root.Length, 50)] + "1", root[..Math.Min(root.Length, 50)] + "2", root[..Math.Min(root.Length, 50)] + "3");
    }

    public byte[] ToBytes()
    {
        byte[] meta =
        [
            .. Header(0x0002, 0x0001, "OB"), 0, 0, 2, 0, 0, 0, 0, 1,
            .. Text(0x0002, 0x0002, "UI", SecondaryCapture),
            .. Text(0x0002, 0x0003, "UI", Instance),
            .. Text(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1"),
            .. Text(0x0002, 0x0012, "UI", "1.2.3.4"),
        ];
        return
        [
            .. new byte[128],
            .. "DICM"u8,
            .. Header(0x0002, 0x0000, "UL"), 4, 0, .. BitConverter.GetBytes(meta.Length),
            .. meta,
            .. Text(0x0008, 0x0016, "UI", SecondaryCapture),
            .. Text(0x0008, 0x0018, "UI", Instance),
            .. Text(0x0008, 0x0020, "DA", "20260102"),
            .. Text(0x0008, 0x0060, "CS", "OT"),
            .. Text(0x0010, 0x0010, "PN", "Test^Patient"),
            .. Text(0x0010, 0x0020, "LO", "P-1"),
            .. Text(0x0020, 0x000D, "UI", Study),
            .. Text(0x0020, 0x000E, "UI", Series),
        ];
    }

    private static byte[] Text(ushort group, ushort element, string vr, string value)
    {
        var padded = value.Length % 2 == 0 ? value : value + (vr == "UI" ? '\0' : ' ');
        return [.. Header(group, element, vr), .. BitConverter.GetBytes((ushort)padded.Length), .. Encoding.ASCII.GetBytes(padded)];
    }

    private static byte[] Header(ushort group, ushort element, string vr) =>
        [.. BitConverter.GetBytes(group), .. BitConverter.GetBytes(element), .. Encoding.ASCII.GetBytes(vr)];
}
