using System.Buffers;

namespace Vernier;

/// <summary>
/// The grammar of names, from the Prometheus data model: <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c> for metrics, the same without colons for labels. All members
/// are thread-safe.
/// </summary>
public static class MetricNames
{
    private static readonly SearchValues<char> LabelCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static readonly SearchValues<char> MetricCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:");

    /// <summary>Returns whether a text is a valid name for a metric or for the series of a recording rule.</summary>
    /// <param name="name">The text; null and empty are invalid.</param>
    public static bool IsMetricName(string? name) => IsName(name, MetricCharacters);

    /// <summary>Returns whether a text is a valid label name. Names that start with two underscores are valid here, but reserved for Prometheus.</summary>
    /// <param name="name">The text; null and empty are invalid.</param>
    public static bool IsLabelName(string? name) => IsName(name, LabelCharacters);

    /// <summary>Converts to snake_case: <c>HandlerName</c> becomes <c>handler_name</c>, <c>HTTPMethod</c> becomes <c>http_method</c>, <c>P95</c> stays <c>p95</c>.</summary>
    internal static string ToSnakeCase(string name)
    {
        Span<char> snake = stackalloc char[name.Length * 2];
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsAsciiLetterUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            if (startsWord)
                snake[length++] = '_';
            snake[length++] = char.ToLowerInvariant(name[i]);
        }
        return new string(snake[..length]);
    }

    // Checks every character including the last: a regular expression that ends in `$` would accept `a_total\n`.
    private static bool IsName(string? name, SearchValues<char> allowed) =>
        !string.IsNullOrEmpty(name) && !char.IsAsciiDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(allowed);
}
