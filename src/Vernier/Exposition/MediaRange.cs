namespace Vernier.Exposition;

/// <summary>One entry of an Accept header.</summary>
/// <param name="MediaType">The type in lower case, e.g. <c>text/plain</c>, <c>text/*</c>, <c>*/*</c>.</param>
/// <param name="Version">The parameter <c>version</c>; null without one.</param>
/// <param name="Weight">The parameter <c>q</c>, 0 (not wanted) to 1.</param>
/// <param name="Position">Its place in the header, from 0.</param>
internal readonly record struct MediaRange(string MediaType, string? Version, double Weight, int Position)
{
    /// <summary>Of several entries that accept a format, the one with the highest number says how much it is wanted.</summary>
    public int Specificity => MediaType == "*/*" ? 0 : MediaType.EndsWith("/*", StringComparison.Ordinal) ? 1 : Version is null ? 2 : 3;

    public bool Accepts(ExpositionFormat format) => Specificity switch
    {
        0 => true,
        1 => format.MediaType.StartsWith(MediaType[..^1], StringComparison.Ordinal),
        _ => MediaType == format.MediaType && (Version is null || Version == format.Version),
    };
}
