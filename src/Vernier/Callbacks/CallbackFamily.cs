using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>A family that reads its series from a callback at each collection. Series that are not reported again are removed.</summary>
internal sealed class CallbackFamily<TValue> : MetricFamily<CallbackSeries<TValue>>
{
    private readonly CallbackKind<TValue> _kind;
    private readonly Action<long> _read;
    private readonly List<int> _new = [];
    private readonly Predicate<CallbackSeries<TValue>> _isMissing;
    private readonly Predicate<CallbackSeries<TValue>> _isMissingAndNoOverflow;

    // Written by the one thread that calls the callback.
    private CallbackReading<TValue>? _current;
    private CallbackReading<TValue>? _spare;
    private long _reads;

    // Used within a collection, so by one thread at a time.
    private long _applied;

    /// <param name="definition">The metric.</param>
    /// <param name="settings">The registry's settings.</param>
    /// <param name="kind">Handles the values.</param>
    /// <param name="bind">Returns the delegate that reports all series to this family for the collection with the given number.</param>
    /// <param name="source">The collector of the source that the callback uses; null if it uses none.</param>
    public CallbackFamily(
        MetricDefinition definition,
        FamilySettings settings,
        CallbackKind<TValue> kind,
        Func<CallbackFamily<TValue>, Action<long>> bind,
        Collector? source)
        : base(definition, settings, (family, values) => new CallbackSeries<TValue>(family, values, kind))
    {
        _kind = kind;
        _read = bind(this);
        _isMissing = series => series.Reading != _applied;
        _isMissingAndNoOverflow = series => _isMissing(series) && !series.LabelValues.Contains(SeriesLimits.Overflow);
        Collector = source ?? new Collector(definition.Name, settings.Time, settings.CallbackTimeout, isShared: false);
    }

    internal override Collector Collector { get; }

    internal override string CollectorName => Collector.Name;

    /// <summary>Reports one series. Called by the callback.</summary>
    /// <exception cref="InvalidOperationException">The callback is not being called.</exception>
    public void Report(ReadOnlySpan<string> labels, TValue value)
    {
        var reading = _current ?? throw new InvalidOperationException($"A series of {Name} was reported outside of its callback. Report series only within the call that received the reporter.");
        reading.Add(labels, _kind.Accept(value));
    }

    internal override FamilyReading Read(long collection)
    {
        _current = Interlocked.Exchange(ref _spare, null) ?? new CallbackReading<TValue>(this);
        try
        {
            _read(collection);
            _current.Number = ++_reads;
            return _current;
        }
        finally
        {
            _current = null;
        }
    }

    /// <summary>Updates the series, unless a later reading was applied before. Called within a collection, so by one thread at a time.</summary>
    public void Apply(CallbackReading<TValue> reading)
    {
        // Collections read callbacks before their turn, so another one may have overtaken this one in between.
        if (reading.Number > _applied)
        {
            _applied = reading.Number;
            Update(reading);
        }
        reading.Clear();
        Volatile.Write(ref _spare, reading);
    }

    private void Update(CallbackReading<TValue> reading)
    {
        // First update the known series, then remove those that were not reported again, and add new ones last, so that a limit applies only
        // when it is really reached. New series may need the overflow series, which is therefore removed after them.
        _new.Clear();
        for (var i = 0; i < reading.Count; i++)
        {
            if (Find(reading.LabelsOf(i)) is { } known)
                known.Report(reading[i], reading.Number);
            else
                _new.Add(i);
        }
        RemoveAll(_isMissingAndNoOverflow);
        foreach (var i in _new)
            Resolve(reading.LabelsOf(i)).Report(reading[i], reading.Number);
        RemoveAll(_isMissing);
    }
}
