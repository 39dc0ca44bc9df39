using Vernier.Families;

namespace Vernier.Instruments;

/// <summary>A cumulative value that only goes up. All members are thread-safe, and recording allocates nothing.</summary>
public sealed class Counter : Series
{
    private AtomicDouble _value;
    private Exemplar? _exemplar;

    internal Counter(MetricFamily family, string[] values, int hash)
        : base(family, values) => Hash = hash;

    /// <summary>The current value.</summary>
    public double Value => _value.Value;

    /// <summary>Adds 1.</summary>
    public void Inc() => Inc(1);

    /// <summary>Adds an amount.</summary>
    /// <param name="amount">How much, in the metric's unit: 0 or more, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative, NaN or infinite.</exception>
    public void Inc(double amount)
    {
        ThrowUnlessCounts(amount);
        if (IsPlain)
            _value.Add(amount);
        else
            Record(amount, null);
    }

    /// <summary>Adds an amount and remembers what it belongs to.</summary>
    /// <param name="amount">How much, in the metric's unit: 0 or more, finite.</param>
    /// <param name="exemplar">The exemplar; it takes the place of the last one. Null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative, NaN or infinite.</exception>
    public void Inc(double amount, Exemplar? exemplar)
    {
        ThrowUnlessCounts(amount);
        Record(amount, exemplar);
    }

    internal override void Visit(IFamilyVisitor visitor) => visitor.Counter(this, _value.Value, Volatile.Read(ref _exemplar));

    internal static void ThrowUnlessCounts(double amount)
    {
        if (!(amount >= 0 && double.IsFinite(amount)))
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "A counter adds 0 or more, and only what is finite.");
    }

    private void Record(double amount, Exemplar? given)
    {
        var live = (Counter)Live;
        live._value.Add(amount);
        if (ExemplarOf(amount, given) is { } exemplar)
            Volatile.Write(ref live._exemplar, exemplar);
    }
}
