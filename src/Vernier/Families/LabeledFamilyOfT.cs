using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>
/// A family whose labels are the properties of a record struct, so that the compiler checks them. It is the base of
/// <see cref="CounterFamily{TLabels}"/>, <see cref="GaugeFamily{TLabels}"/>, <see cref="HistogramFamily{TLabels}"/> and
/// <see cref="SummaryFamily{TLabels}"/>. All members are thread-safe.
/// </summary>
/// <typeparam name="TSeries">The type of the series, for example <see cref="Counter"/>.</typeparam>
/// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
public abstract class LabeledFamily<TSeries, [DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : MetricFamily<TSeries>
    where TSeries : Series
    where TLabels : struct
{
    private readonly Slot[] _byIndex; // Empty unless all labels are closed.

    private protected LabeledFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<TSeries> create)
        : base(definition, settings, create)
    {
        LabelSet.ThrowUnlessOf(typeof(TLabels), definition);
        _byIndex = new Slot[LabelSetReader<TLabels>.Combinations];
    }

    /// <summary>
    /// Gets the series with these labels and creates it, with the value 0, on the first call. Returns the overflow series when a limit on series
    /// or label values is reached.
    /// </summary>
    /// <remarks>
    /// Keep the returned instrument where you record often. Label sets that consist only of enums and booleans are found by index, others by a
    /// hash of their strings. Use <see cref="TryGet"/> to read a value without creating the series.
    /// </remarks>
    /// <param name="labels">The labels. A null or empty string means that the label is absent.</param>
    /// <exception cref="ArgumentOutOfRangeException">An enum has a value that is not one of its members.</exception>
    public TSeries With(TLabels labels)
    {
        if (LabelSetReader<TLabels>.IsPlainStrings)
            return Resolve(LabelSetReader<TLabels>.Strings(in labels));
        if (LabelSetReader<TLabels>.Combinations == 0)
            return Find(in labels) ?? FindOrCreate(in labels);
        var byIndex = _byIndex;
        var index = LabelSetReader<TLabels>.Index(in labels);
        if (index >= (uint)byIndex.Length)
            return FindOrCreate(in labels);

        ref var slot = ref byIndex[index].Series;
        var series = Volatile.Read(ref slot);
        return series is { IsInUse: true } ? series : FindAndKeep(in labels, ref slot);
    }

    /// <summary>
    /// Gets the series with these labels if it exists. Unlike <see cref="With"/>, it never creates a series, does not delay the expiry of one, and
    /// never returns the overflow series in place of another.
    /// </summary>
    /// <param name="labels">The labels. A null or empty string means that the label is absent.</param>
    /// <param name="series">The series; null when the method returns false.</param>
    /// <returns>True if the series exists.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An enum has a value that is not one of its members.</exception>
    public bool TryGet(TLabels labels, [NotNullWhen(true)] out TSeries? series)
    {
        var buffer = default(LabelValues);
        series = Read(LabelSetReader<TLabels>.Read(in labels, ref buffer));
        return series is not null;
    }

    /// <summary>
    /// Removes the series with these labels. Values recorded through an instrument that is still referenced are no longer exposed, including instruments
    /// whose series had expired; the next <see cref="With"/> creates a new series that starts at 0.
    /// </summary>
    /// <param name="labels">The labels of the series.</param>
    /// <returns>True if the series existed; false if it had expired.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An enum has a value that is not one of its members.</exception>
    public bool Remove(TLabels labels)
    {
        var buffer = default(LabelValues);
        return RemoveSeries(LabelSetReader<TLabels>.Read(in labels, ref buffer));
    }

    /// <summary>
    /// Removes all series whose label has this value, for example those of a customer that was deleted. Values recorded through an instrument that is
    /// still referenced are no longer exposed, including instruments whose series had expired.
    /// </summary>
    /// <param name="label">The label, by its name or its property.</param>
    /// <param name="value">The value.</param>
    /// <returns>The number of series that were removed, without those that had expired.</returns>
    /// <exception cref="ArgumentException">The family does not have the label.</exception>
    public int RemoveWhere(string label, string value)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentException.ThrowIfNullOrEmpty(value);
        var name = Definition.Label(label).Name;
        var index = 0;
        while (LabelNames[index] != name)
            index++;
        return RemoveAll(series => series.LabelValues[index] == value);
    }

    private protected void Replace(in TLabels labels)
    {
        var buffer = default(LabelValues);
        ReplaceAll(LabelSetReader<TLabels>.Read(in labels, ref buffer));
    }

    private TSeries FindOrCreate(in TLabels labels)
    {
        var buffer = default(LabelValues);
        return Resolve(LabelSetReader<TLabels>.Read(in labels, ref buffer));
    }

    private TSeries FindAndKeep(in TLabels labels, ref TSeries? slot)
    {
        var buffer = default(LabelValues);
        var values = LabelSetReader<TLabels>.Read(in labels, ref buffer);
        var series = Resolve(values);

        // The overflow series is not kept: each look-up that ends there is counted, and the next one may find room.
        if (series.LabelValues.SequenceEqual(values))
            Volatile.Write(ref slot, series);
        return series;
    }

    /// <summary>A struct, because an array of references checks the type at each access.</summary>
    private struct Slot
    {
        public TSeries? Series;
    }
}
