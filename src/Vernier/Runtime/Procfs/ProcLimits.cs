namespace Vernier.Runtime.Procfs;

/// <summary>Parses /proc/self/limits.</summary>
internal static class ProcLimits
{
    /// <summary>Gets the soft limit of open files, which is the enforced one; infinite if unlimited.</summary>
    /// <exception cref="FormatException">The text does not contain it.</exception>
    public static double ParseOpenFiles(ReadOnlySpan<byte> text)
    {
        var limits = ProcText.Line(text, "Max open files "u8);
        var end = limits.IndexOf((byte)' ');
        var soft = end < 0 ? limits : limits[..end];

        // Infinity instead of a large number, so that open/max is 0.
        return soft.SequenceEqual("unlimited"u8) ? double.PositiveInfinity : ProcText.Number(soft, "the soft limit of 'Max open files', or 'unlimited'");
    }
}
