using System.Diagnostics.CodeAnalysis;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>A family whose labels are the fields of a label set, so that the compiler checks them. All members are thread-safe.</summary>
/// <typeparam name="TSeries">The kind of series, e.g. <c>Counter</c>.</typeparam>
/// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
public abstract class TypedFamily<TSeries, [DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : Family<TSeries>
    where TSeries : Series
    where TLabels : struct
{
    private readonly LabelSetReader<TLabels> _reader = new();
    private readonly Slot[] _byIndex;

    private protected TypedFamily(MetricDefinition definition, FamilySettings settings, SeriesFactory<TSeries> create)
        : base(definition, settings, create)
    {
        if (!LabelNames.SequenceEqual(LabelSet.LabelsOf(typeof(TLabels)).Select(l => l.Name)))
            throw new MetricDefinitionException($"{definition}: its labels ({string.Join(", ", LabelNames)}) are not those of the label set {typeof(TLabels).Name}.");
        _byIndex = new Slot[_reader.Combinations];
    }

    /// <summary>
    /// The series with these labels; it is created at 0 on the first call. Keep what it returns where you record often. Label sets of enums and
    /// bools alone are found by index, others by a hash of their strings. Beyond a limit it is the overflow series.
    /// </summary>
    /// <param name="labels">The labels; a string that is null or empty means that the label is absent.</param>
    /// <exception cref="ArgumentOutOfRangeException">An enum has a number that is none of its members.</exception>
    public TSeries With(TLabels labels)
    {
        if (_reader.IsPlainStrings)
            return Resolve(_reader.Strings(in labels));
        var byIndex = _byIndex;
        var index = byIndex.Length > 0 ? _reader.Index(in labels) : -1;
        if ((uint)index >= (uint)byIndex.Length)
            return Find(in labels);

        ref var slot = ref byIndex[index].Series;
        var series = Volatile.Read(ref slot);
        return series is { IsInUse: true } ? series : FindAndKeep(in labels, ref slot);
    }

    /// <summary>Removes a series. An instrument that is still held records into nothing.</summary>
    /// <param name="labels">The labels of the series.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(TLabels labels)
    {
        var buffer = default(LabelValues);
        return RemoveSeries(_reader.Read(in labels, ref buffer));
    }

    private protected void Replace(in TLabels labels)
    {
        var buffer = default(LabelValues);
        ReplaceAll(_reader.Read(in labels, ref buffer));
    }

    private TSeries Find(in TLabels labels)
    {
        var buffer = default(LabelValues);
        return Resolve(_reader.Read(in labels, ref buffer));
    }

    private TSeries FindAndKeep(in TLabels labels, ref TSeries? slot)
    {
        var buffer = default(LabelValues);
        var values = _reader.Read(in labels, ref buffer);
        var series = Resolve(values);

        // An overflow series is not kept: each look-up that ends there is counted, and there may be room the next time.
        if (series.LabelValues.SequenceEqual(values))
            Volatile.Write(ref slot, series);
        return series;
    }

    /// <summary>An array of references is checked for its type at each access; one of structs is not.</summary>
    private struct Slot
    {
        public TSeries? Series;
    }
}
