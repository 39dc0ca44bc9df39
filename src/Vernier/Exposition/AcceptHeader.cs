using System.Globalization;

namespace Vernier.Exposition;

/// <summary>Reads an Accept header. Entries that make no sense are left out.</summary>
internal static class AcceptHeader
{
    public static IEnumerable<MediaRange> Parse(string? header) =>
        (header ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseRange).OfType<MediaRange>();

    private static MediaRange? ParseRange(string text, int position)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        string? version = null;
        double weight = 1;
        foreach (var parameter in parts.Skip(1))
        {
            var equals = parameter.IndexOf('=');
            var name = equals < 0 ? parameter : parameter[..equals].Trim();
            var value = equals < 0 ? "" : parameter[(equals + 1)..].Trim().Trim('"');
            if (name.Equals("version", StringComparison.OrdinalIgnoreCase))
                version = value;
            else if (name.Equals("q", StringComparison.OrdinalIgnoreCase) && !IsWeight(value, out weight))
                return null;
        }
        return new MediaRange(parts[0].ToLowerInvariant(), version, weight, position);
    }

    private static bool IsWeight(string text, out double weight) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight) && weight <= 1;
}
