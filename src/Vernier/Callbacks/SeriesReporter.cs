using System.Diagnostics.CodeAnalysis;
using Vernier.Callbacks;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>
/// Receives the series of a labeled metric from its callback. Use it only within the call that it was passed to, on one thread.
/// </summary>
/// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
/// <typeparam name="TValue">
/// The type of the value: <see cref="double"/> for counters and gauges, <see cref="HistogramReading"/> or <see cref="SummaryReading"/>.
/// </typeparam>
public sealed class SeriesReporter<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels, TValue>
    where TLabels : struct
{
    private readonly CallbackFamily<TValue> _family;

    internal SeriesReporter(CallbackFamily<TValue> family) => _family = family;

    /// <summary>
    /// Reports a series for this collection. Values that are reported for the same labels are added up. A series that is not reported is not exposed.
    /// </summary>
    /// <param name="labels">The labels of the series. A null or empty string means that the label is absent.</param>
    /// <param name="value">The value, in the metric's unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The value is invalid for the type of metric, or an enum has a value that is not one of its members.
    /// </exception>
    public void Report(in TLabels labels, TValue value)
    {
        var buffer = default(LabelValues);
        _family.Report(LabelSetReader<TLabels>.Read(in labels, ref buffer), value);
    }
}
