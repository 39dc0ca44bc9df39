using Vernier.Families;

namespace Vernier;

/// <summary>
/// A family whose labels are known only at run time, by plain strings. Where they are known when the program is written,
/// <see cref="TypedFamily{TSeries, TLabels}"/> is faster and cannot be called with the wrong labels. All members are thread-safe.
/// </summary>
/// <typeparam name="TSeries">The kind of series, e.g. <c>Counter</c>.</typeparam>
public sealed class LabeledFamily<TSeries> : Family<TSeries>
    where TSeries : Series
{
    internal LabeledFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<TSeries> create)
        : base(definition, settings, create)
    {
    }

    /// <summary>
    /// The series with these label values, in the order of the definition; it is created at 0 on the first call. Keep what it returns where you
    /// record often. Beyond a limit it is the overflow series.
    /// </summary>
    /// <param name="values">One value for each label; null and empty mean that the label is absent.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not in the closed set of its label.</exception>
    public TSeries With(params ReadOnlySpan<string> values) => Resolve(values);

    /// <summary>Removes a series. An instrument that is still held records into nothing.</summary>
    /// <param name="values">One value for each label.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(params ReadOnlySpan<string> values) => RemoveSeries(values);
}
