namespace Vernier.Exposition;

/// <summary>How a registry is exposed. Immutable.</summary>
public sealed class ExpositionOptions
{
    /// <summary>
    /// Gets whether the text formats have a sample <c>_created</c> for each cumulative series whose start time is known. False by default,
    /// because Prometheus 2 stores it as an additional series.
    /// </summary>
    public bool CreatedSeries { get; init; }

    /// <summary>Gets the formats that a client can ask for, the default first. <see cref="ExpositionFormat.All"/> by default.</summary>
    /// <exception cref="ArgumentException">The list is null or empty, or contains null.</exception>
    public IReadOnlyList<ExpositionFormat> Formats { get; init => field = Checked(value); } = ExpositionFormat.All;

    private static IReadOnlyList<ExpositionFormat> Checked(IReadOnlyList<ExpositionFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        ExpositionFormat[] copy = [.. formats];
        if (copy.Length == 0)
            throw new ArgumentException("At least one format is required.", nameof(formats));
        if (copy.Contains(null))
            throw new ArgumentException("A format is null.", nameof(formats));
        return copy;
    }
}
