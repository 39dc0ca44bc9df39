using System.Globalization;

namespace Vernier.Exposition;

/// <summary>Parses an Accept header (RFC 9110, section 12.5.1). Invalid entries are ignored.</summary>
internal static class AcceptHeader
{
    public static IEnumerable<MediaRange> Parse(string? header) =>
        (header ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseRange).OfType<MediaRange>();

    private static MediaRange? ParseRange(string text, int position)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var parameters = new List<KeyValuePair<string, string>>();
        double weight = 1;
        foreach (var parameter in parts.Skip(1))
        {
            var equals = parameter.IndexOf('=');
            var name = equals < 0 ? parameter : parameter[..equals].Trim();
            var value = equals < 0 ? "" : parameter[(equals + 1)..].Trim().Trim('"');
            if (!name.Equals("q", StringComparison.OrdinalIgnoreCase))
                parameters.Add(new(name, value));
            else if (!TryParseWeight(value, out weight))
                return null;
        }
        return new MediaRange(parts[0].ToLowerInvariant(), parameters, weight, position);
    }

    private static bool TryParseWeight(string text, out double weight) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight) && weight <= 1;
}

/// <summary>One entry of an Accept header.</summary>
/// <param name="MediaType">The type in lower case, e.g. <c>text/plain</c>, <c>text/*</c>, <c>*/*</c>.</param>
/// <param name="Parameters">Its parameters without <c>q</c>.</param>
/// <param name="Weight">The parameter <c>q</c>, from 0 (not acceptable) to 1.</param>
/// <param name="Position">The index of the entry in the header.</param>
internal sealed record MediaRange(string MediaType, IReadOnlyList<KeyValuePair<string, string>> Parameters, double Weight, int Position)
{
    /// <summary>
    /// How closely the entry matches a format; the weight of the closest entry counts. Negative if the entry does not match. Parameters that
    /// the format does not define, such as <c>charset</c> or <c>escaping</c>, are ignored.
    /// </summary>
    public int Match(ExpositionFormat format)
    {
        if (MediaType == "*/*")
            return 0;
        if (MediaType.EndsWith("/*", StringComparison.Ordinal))
            return format.MediaType.StartsWith(MediaType[..^1], StringComparison.Ordinal) ? 1 : -1;
        if (MediaType != format.MediaType)
            return -1;

        var match = 2;
        foreach ((var name, var value) in Parameters)
        {
            var defined = ValueOf(name, format.Parameters);
            if (defined is null)
                continue;
            if (defined != value)
                return -1;
            match++;
        }
        return match;
    }

    private static string? ValueOf(string parameter, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Key.Equals(parameter, StringComparison.OrdinalIgnoreCase))
                return parameters[i].Value;
        }
        return null;
    }
}
