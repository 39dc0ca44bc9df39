using System.Diagnostics;
using System.Runtime.CompilerServices;
using Vernier.Cells;
using Vernier.Families;
using Vernier.Instruments;

namespace Vernier;

/// <summary>Counts events, or sums an amount that only increases, such as requests, errors, bytes or seconds of work.</summary>
/// <remarks>
/// <para>
/// Query a counter with <c>rate</c> or <c>increase</c>, never by its value: it starts at 0 with each process. Use a <see cref="Gauge"/> for a value that
/// can also decrease, such as the length of a queue. If each event has a size or a duration, use a <see cref="Histogram"/>, which counts the events as
/// well. If the total exists elsewhere, register a <c>CounterCallback</c>.
/// </para>
/// <para>By convention the name ends in <c>_total</c>, after the unit if there is one: <c>shop_orders_total</c>, <c>http_sent_bytes_total</c>.</para>
/// <para>
/// Get a counter from <see cref="MetricRegistryExtensions.Counter(MetricRegistry, string, string)"/> and its overloads. All members are thread-safe.
/// Recording takes no lock and allocates nothing, except for exemplars that the caller creates.
/// </para>
/// <code>
/// var orders = registry.Counter("shop_orders_total", "Orders placed.");
/// orders.Inc();
/// </code>
/// </remarks>
public sealed class Counter : Series
{
    private SeriesCells _cells = new();
    private AtomicDouble _shared; // The amount recorded outside of cells.
    private ExemplarSlot? _exemplar;

    internal Counter(MetricFamily family, string[] values)
        : base(family, values)
    {
    }

    /// <summary>Gets the current value.</summary>
    public double Value
    {
        get
        {
            var value = _shared.Value + (_cells.TryGetSlot(out var slot) ? CellStore.Sum(slot) : 0);
            GC.KeepAlive(this);
            return value;
        }
    }

    private ExemplarSlot LatestExemplar => Volatile.Read(ref _exemplar) ?? ExemplarSlot.Create(ref _exemplar);

    /// <summary>Adds 1 to the counter.</summary>
    public void Inc()
    {
        if (!TryAddToCells(_cells.FastSlot, 1))
            RecordWithExemplar(1);
        GC.KeepAlive(this); // The slot belongs to this counter while the counter is reachable.
    }

    /// <summary>Adds an amount to the counter.</summary>
    /// <param name="amount">The amount in the metric's unit: finite, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative, NaN or infinite.</exception>
    public void Inc(double amount)
    {
        ThrowUnlessCounts(amount);
        if (!TryAddToCells(_cells.FastSlot, amount))
            RecordWithExemplar(amount);
        GC.KeepAlive(this);
    }

    /// <summary>Adds an amount to the counter with an exemplar.</summary>
    /// <param name="amount">The amount in the metric's unit: finite, 0 or more.</param>
    /// <param name="exemplar">
    /// The exemplar, which replaces the previous one. If null, the current activity supplies one if the metric is defined with
    /// <see cref="Vernier.MetricDefinition.Exemplars"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative, NaN or infinite.</exception>
    public void Inc(double amount, Exemplar? exemplar)
    {
        ThrowUnlessCounts(amount);
        Record(amount, exemplar, Activity.Current);
    }

    /// <summary>
    /// Continues a counter of an earlier process whose value is stored, such as a cost that must survive restarts: sets the value and the time at which the
    /// counter was 0. Call it at startup, before the series is scraped and before anything is recorded; most counters need not continue, because
    /// <c>rate</c> and <c>increase</c> handle restarts.
    /// </summary>
    /// <remarks>
    /// Store each amount before it is recorded. Otherwise the restored value can be less than the last scraped one, which Prometheus takes for a restart
    /// from 0. Amounts that other threads record at the same time are kept.
    /// </remarks>
    /// <param name="value">The stored value in the metric's unit: finite, 0 or more.</param>
    /// <param name="startTime">
    /// The time at which the counter was 0, not later than now by the registry's clock. It becomes <see cref="Series.StartTime"/>, which OpenMetrics exposes
    /// as <c>_created</c>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, NaN or infinite, or the start time is in the future.</exception>
    /// <exception cref="InvalidOperationException">The counter is not 0: something was recorded or restored before.</exception>
    public void Restore(double value, DateTimeOffset startTime)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"The value to restore {Family.Name} to must be finite and not negative.");
        if (startTime > Family.Settings.Time.GetUtcNow())
            throw new ArgumentOutOfRangeException(nameof(startTime), startTime, $"The start time of {Family.Name} must not be in the future.");
        var live = (Counter)Use();
        lock (live.Family.Gate)
        {
            if (live.Value is var current && current != 0)
                throw new InvalidOperationException($"{Family.Name} cannot be restored to {value}: its value is already {current}. Restore a counter before anything is recorded.");
            live.ContinueFrom(startTime);
            live._shared.Add(value);
        }
    }

    internal override void ChangeMode(SeriesMode set, SeriesMode clear)
    {
        base.ChangeMode(set, clear);
        _cells.Update(this);
    }

    internal override void Collect(ICollectionVisitor visitor)
    {
        var value = _shared.Value + (_cells.TryGetSlot(out var slot) ? CollectionSums.Sum(slot) : 0);
        visitor.Counter(this, value, Volatile.Read(ref _exemplar)?.Get(Family.Settings));
    }

    private static void ThrowUnlessCounts(double amount)
    {
        if (!(amount >= 0 && double.IsFinite(amount)))
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "The amount must be finite and not negative. Use a gauge for values that decrease.");
    }

    /// <summary>Adds to the cell of the current thread. Returns false if it has none, or if a recording must do more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryAddToCells(int slot, double amount)
    {
        var chunks = ThreadCells.Own;
        var number = slot >> ThreadCells.ChunkBits;
        if (chunks is null || (uint)number >= (uint)chunks.Length)
            return false;
        var chunk = chunks[number];
        var cell = slot & ThreadCells.CellMask;
        if ((uint)cell >= (uint)chunk.Length)
            return false;
        chunk[cell] += amount;
        return true;
    }

    /// <summary>Records what the fast path cannot. Most metrics that capture exemplars record without a sampled activity.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RecordWithExemplar(double amount)
    {
        var activity = Activity.Current;
        if (!ExemplarSlot.IsSampled(activity) && TryAddToCells(_cells.FastSlotWithExemplars, amount))
            return;
        Record(amount, null, activity);
    }

    private void Record(double amount, Exemplar? given, Activity? activity)
    {
        var live = (Counter)Use();
        if (live._cells.GetOrLease(live, 1, out var slot) is { } cells)
            cells.Chunks[slot >> ThreadCells.ChunkBits][slot & ThreadCells.CellMask] += amount;
        else
            live._shared.Add(amount);
        if (given is not null)
            live.LatestExemplar.Set(given.At(amount, Family.Settings.Time.GetUtcNow()));
        else if (CapturesExemplars && ExemplarSlot.IsSampled(activity))
            live.LatestExemplar.Set(activity, amount, Family.Settings.Clock.Milliseconds);
        GC.KeepAlive(live);
    }
}
