namespace Vernier.Exposition;

/// <summary>One entry of an Accept header.</summary>
/// <param name="MediaType">The type in lower case, e.g. <c>text/plain</c>, <c>text/*</c>, <c>*/*</c>.</param>
/// <param name="Version">The parameter <c>version</c>; null without one.</param>
/// <param name="Weight">The parameter <c>q</c>, more than 0 and at most 1.</param>
internal readonly record struct MediaRange(string MediaType, string? Version, double Weight)
{
    public bool Accepts(ExpositionFormat format) => MediaType switch
    {
        "*/*" => true,
        "text/*" => format.MediaType.StartsWith("text/", StringComparison.Ordinal),
        _ => MediaType == format.MediaType && (Version is null || Version == format.Version),
    };
}
