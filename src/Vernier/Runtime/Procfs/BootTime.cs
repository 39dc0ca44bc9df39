namespace Vernier.Runtime.Procfs;

/// <summary>What is wanted of /proc/stat.</summary>
internal static class BootTime
{
    /// <summary>When the machine started, in seconds since 1970.</summary>
    /// <exception cref="FormatException">The text does not state it.</exception>
    public static double Parse(ReadOnlySpan<byte> text) => ProcText.Number(ProcText.Line(text, "btime "u8), "btime");
}
