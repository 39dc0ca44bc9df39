namespace Vernier.Host.Demo;

/// <summary>A stored DICOM file and what it is found by.</summary>
internal sealed record DicomInstance(string Study, string Series, string Instance, string Class, ReadOnlyMemory<byte> File);
