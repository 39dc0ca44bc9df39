using System.Globalization;

namespace Vernier.Exposition;

/// <summary>Reads an Accept header. Entries that make no sense are left out; those with weight 0 are not wanted.</summary>
internal static class AcceptHeader
{
    public static IEnumerable<MediaRange> Parse(string? header) =>
        (header ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseRange).Where(range => range.Weight > 0);

    private static MediaRange ParseRange(string text)
    {
        string[] parts = text.Split(';', StringSplitOptions.TrimEntries);
        string? version = null;
        double weight = 1;
        foreach (string parameter in parts.Skip(1))
        {
            int equals = parameter.IndexOf('=');
            string name = equals < 0 ? parameter : parameter[..equals].Trim();
            string value = equals < 0 ? "" : parameter[(equals + 1)..].Trim().Trim('"');
            if (name.Equals("version", StringComparison.OrdinalIgnoreCase))
                version = value;
            else if (name.Equals("q", StringComparison.OrdinalIgnoreCase))
                weight = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double q) && q <= 1 ? q : 0;
        }
        return new MediaRange(parts[0].ToLowerInvariant(), version, weight);
    }
}
