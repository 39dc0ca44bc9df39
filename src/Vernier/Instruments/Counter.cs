using Vernier.Cells;
using Vernier.Families;

namespace Vernier;

/// <summary>A cumulative value that only goes up. All members are thread-safe, and recording allocates nothing but exemplars.</summary>
public sealed class Counter : Series
{
    private SeriesCells _cells = new();
    private AtomicDouble _shared; // What was recorded while the counter had no cells.
    private Exemplar? _exemplar;

    internal Counter(MetricFamily family, string[] values)
        : base(family, values)
    {
    }

    /// <summary>The current value.</summary>
    public double Value
    {
        get
        {
            var value = _shared.Value + _cells.Sum(0);
            GC.KeepAlive(this);
            return value;
        }
    }

    /// <summary>Adds 1.</summary>
    public void Inc()
    {
        var cells = ThreadCells.Own;
        var slot = _cells.FastSlot;
        if (cells is not null && (uint)slot < (uint)cells.Length)
        {
            cells[slot] += 1;
            GC.KeepAlive(this); // The slot is this counter's as long as the counter can be reached.
        }
        else
        {
            Record(1, null);
        }
    }

    /// <summary>Adds an amount.</summary>
    /// <param name="amount">How much, in the metric's unit: 0 or more, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative, NaN or infinite.</exception>
    public void Inc(double amount)
    {
        ThrowUnlessCounts(amount);
        var cells = ThreadCells.Own;
        var slot = _cells.FastSlot;
        if (cells is not null && (uint)slot < (uint)cells.Length)
        {
            cells[slot] += amount;
            GC.KeepAlive(this);
        }
        else
        {
            Record(amount, null);
        }
    }

    /// <summary>Adds an amount and remembers what it belongs to.</summary>
    /// <param name="amount">How much, in the metric's unit: 0 or more, finite.</param>
    /// <param name="exemplar">
    /// The exemplar; it takes the place of the last one. Null for that of the current activity when the metric is defined with
    /// <see cref="Vernier.MetricDefinition.Exemplars"/>, otherwise for none.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative, NaN or infinite.</exception>
    public void Inc(double amount, Exemplar? exemplar)
    {
        ThrowUnlessCounts(amount);
        Record(amount, exemplar);
    }

    internal override void ChangeMode(SeriesMode set, SeriesMode clear)
    {
        base.ChangeMode(set, clear);
        _cells.Update(IsPlain);
    }

    internal override void Collect(ICollectionVisitor visitor) => visitor.Counter(this, Value, Volatile.Read(ref _exemplar));

    private static void ThrowUnlessCounts(double amount)
    {
        if (!(amount >= 0 && double.IsFinite(amount)))
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "A counter adds 0 or more, and only what is finite.");
    }

    private void Record(double amount, Exemplar? given)
    {
        var live = (Counter)Use();
        if (live._cells.GetOrLease(live, 1, out var slot) is { } cells)
            cells.Values[slot] += amount;
        else
            live._shared.Add(amount);
        if (ExemplarOf(amount, given) is { } exemplar)
            Volatile.Write(ref live._exemplar, exemplar);
        GC.KeepAlive(live);
    }
}
