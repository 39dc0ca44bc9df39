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
    public IReadOnlyList<ExpositionFormat> Formats { get; init; } = ExpositionFormat.All;
}
