namespace Vernier.Runtime.Procfs;

/// <summary>Parses /proc/stat.</summary>
internal static class BootTime
{
    /// <summary>Gets the boot time, in seconds since 1970.</summary>
    /// <exception cref="FormatException">The text does not contain it.</exception>
    public static double Parse(ReadOnlySpan<byte> text) => ProcText.Number(ProcText.Line(text, "btime "u8), "btime");
}
