namespace Vernier.Runtime.Procfs;

/// <summary>What is wanted of /proc/self/limits.</summary>
internal static class ProcLimits
{
    /// <summary>The soft limit of open files, the one that is enforced; infinite when there is none.</summary>
    /// <exception cref="FormatException">The text does not state it.</exception>
    public static double ParseOpenFiles(ReadOnlySpan<byte> text)
    {
        var limits = ProcText.Line(text, "Max open files "u8);
        var end = limits.IndexOf((byte)' ');
        var soft = end < 0 ? limits : limits[..end];

        // Infinity and not a large number, so that open/max is 0, as it should be.
        return soft.SequenceEqual("unlimited"u8) ? double.PositiveInfinity : ProcText.Number(soft, "the soft limit of 'Max open files', or 'unlimited'");
    }
}
