namespace Vernier.Testing.Parsing.Lexing;

/// <summary>
/// The names of both formats: [a-zA-Z_:][a-zA-Z0-9_:]* for metrics, the same without the colon for labels. Names of other characters,
/// in quotes, came with later versions of both formats.
/// </summary>
internal static class NameSyntax
{
    /// <summary>Reads a metric name, and checks that it is followed by one of <paramref name="followers"/> or the end of the line.</summary>
    public static string ReadMetricName(LineCursor cursor, string followers)
    {
        if (!IsMetricCharacter(cursor.Current) || char.IsAsciiDigit(cursor.Current))
            throw cursor.Error($"{cursor.Describe()} cannot start a metric name");
        var name = cursor.TakeWhile(IsMetricCharacter);
        return cursor.AtEnd || followers.Contains(cursor.Current)
            ? name
            : throw cursor.Error($"{cursor.Describe()} is not allowed in a metric name");
    }

    /// <summary>Reads a label name, and checks that it is followed by one of <paramref name="followers"/>.</summary>
    public static string ReadLabelName(LineCursor cursor, string followers)
    {
        if (!IsLabelCharacter(cursor.Current) || char.IsAsciiDigit(cursor.Current))
            throw cursor.Error($"{cursor.Describe()} cannot start a label name");
        var name = cursor.TakeWhile(IsLabelCharacter);
        return followers.Contains(cursor.Current)
            ? name
            : throw cursor.Error($"expected '=' after the label name '{name}' but found {cursor.Describe()}");
    }

    public static bool IsMetricCharacter(char c) => c == ':' || IsLabelCharacter(c);

    private static bool IsLabelCharacter(char c) => c == '_' || char.IsAsciiLetterOrDigit(c);
}
