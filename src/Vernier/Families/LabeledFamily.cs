using System.Diagnostics.CodeAnalysis;

namespace Vernier.Families;

/// <summary>
/// A family whose label values are plain strings, for labels that are known only at run time. It is the base of <see cref="CounterFamily"/>,
/// <see cref="GaugeFamily"/>, <see cref="HistogramFamily"/>, <see cref="SummaryFamily"/> and <see cref="StateSetFamily"/>. Prefer
/// <see cref="LabeledFamily{TSeries, TLabels}"/> where the labels are known at compile time: it is faster, and the compiler checks the labels. All
/// members are thread-safe.
/// </summary>
/// <typeparam name="TSeries">The type of the series, for example <see cref="Counter"/>.</typeparam>
public abstract class LabeledFamily<TSeries> : MetricFamily<TSeries>
    where TSeries : Series
{
    private protected LabeledFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<TSeries> create)
        : base(definition, settings, create)
    {
    }

    /// <summary>
    /// Gets the series with these label values and creates it, with the value 0, on the first call. Returns the overflow series when a limit on
    /// series or label values is reached.
    /// </summary>
    /// <remarks>Keep the returned instrument where you record often. Use <see cref="TryGet"/> to read a value without creating the series.</remarks>
    /// <param name="values">One value for each label, in the order of the definition. Null and empty mean that the label is absent.</param>
    /// <exception cref="ArgumentException">The number of values differs from the number of labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not one of the allowed values of its label.</exception>
    public TSeries With(params ReadOnlySpan<string> values) => Resolve(values);

    /// <summary>
    /// Gets the series with these label values if it exists. Unlike <see cref="With"/>, it never creates a series, does not delay the expiry of
    /// one, and never returns the overflow series in place of another.
    /// </summary>
    /// <param name="values">One value for each label, in the order of the definition. Null and empty mean that the label is absent.</param>
    /// <param name="series">The series; null when the method returns false.</param>
    /// <returns>True if the series exists.</returns>
    /// <exception cref="ArgumentException">The number of values differs from the number of labels.</exception>
    public bool TryGet(ReadOnlySpan<string> values, [NotNullWhen(true)] out TSeries? series)
    {
        series = Read(values);
        return series is not null;
    }

    /// <summary>
    /// Removes the series with these label values. Values recorded through an instrument that is still referenced are no longer exposed, including
    /// instruments whose series had expired; the next <see cref="With"/> creates a new series that starts at 0.
    /// </summary>
    /// <param name="values">One value for each label, in the order of the definition.</param>
    /// <returns>True if the series existed; false if it had expired.</returns>
    /// <exception cref="ArgumentException">The number of values differs from the number of labels.</exception>
    public bool Remove(params ReadOnlySpan<string> values) => RemoveSeries(values);
}
