using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Vernier.Pangolin.Configuration;

/// <summary>A range of TCP ports, such as <c>9500-9599</c>.</summary>
/// <param name="First">The first port.</param>
/// <param name="Last">The last port.</param>
internal sealed record PortRange(int First, int Last)
{
    public bool Contains(int port) => port >= First && port <= Last;

    /// <summary>Reads a range, or a single port.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PortRange? range)
    {
        var parts = (text ?? "").Split('-', StringSplitOptions.TrimEntries);
        range = parts.Length is 1 or 2 && IsPort(parts[0], out var first) && IsPort(parts[^1], out var last) && first <= last ? new PortRange(first, last) : null;
        return range is not null;
    }

    private static bool IsPort(string text, out int port) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65_535;
}
