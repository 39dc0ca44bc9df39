using System.Diagnostics.CodeAnalysis;
using Vernier.Callbacks;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier;

/// <summary>What a callback reports its series to. It is good within the call in which it was handed over, on one thread.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose fields are strings, enums or bools.</typeparam>
/// <typeparam name="TValue">
/// The value: <see cref="double"/> for counters and gauges, <see cref="ObservedHistogram"/>, <see cref="ObservedSummary"/>.
/// </typeparam>
public sealed class Observer<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels, TValue>
    where TLabels : struct
{
    private readonly LabelSetReader<TLabels> _reader = new();
    private readonly CallbackFamily<TValue> _family;

    internal Observer(CallbackFamily<TValue> family) => _family = family;

    /// <summary>
    /// Reports a series for this scrape. Two reports of one series are added up. A series that is not reported is gone from the scrape.
    /// </summary>
    /// <param name="labels">The labels of the series.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not allowed for the type of metric.</exception>
    public void Report(in TLabels labels, TValue value)
    {
        var buffer = default(LabelValues);
        _family.Report(_reader.Read(in labels, ref buffer), value);
    }
}
