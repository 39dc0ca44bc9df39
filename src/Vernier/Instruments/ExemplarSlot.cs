using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Vernier.Families;

namespace Vernier.Instruments;

/// <summary>
/// The latest exemplar of a counter, or of one bucket of a histogram. A recording only notes the trace and the time, without allocating; the exemplar is created
/// when it is collected, and kept until the next recording, so that each collection sees the same one. If a thread is interrupted while it uses the slot, other
/// recordings keep no exemplar until it continues, and collections see the previous one; no thread waits for it. Thread-safe.
/// </summary>
internal sealed class ExemplarSlot
{
    private SpinGate _gate;
    private Exemplar? _exemplar; // Null if it is not yet created from the other fields.
    private Exemplar? _collected; // Used by one collection at a time.
    private ActivityTraceId _traceId;
    private ActivitySpanId _spanId;
    private double _value;
    private long _milliseconds;

    /// <summary>Returns whether the trace of an activity is stored, so that it can be the exemplar of a recording.</summary>
    public static bool IsSampled([NotNullWhen(true)] Activity? activity) => activity is { Recorded: true, IdFormat: ActivityIdFormat.W3C };

    /// <summary>Fills a field that is null; another thread may do so at the same time.</summary>
    public static ExemplarSlot Create(ref ExemplarSlot? field)
    {
        var created = new ExemplarSlot();
        return Interlocked.CompareExchange(ref field, created, null) ?? created;
    }

    /// <summary>Keeps an exemplar that the caller of a recording has passed.</summary>
    public void Set(Exemplar exemplar)
    {
        if (!_gate.TryEnter())
            return;
        _exemplar = exemplar;
        _gate.Exit();
    }

    /// <summary>Keeps the trace of a recording.</summary>
    /// <param name="activity">The sampled activity.</param>
    /// <param name="value">The recorded value.</param>
    /// <param name="milliseconds">The time of the recording by the registry's cached clock.</param>
    public void Set(Activity activity, double value, long milliseconds)
    {
        var traceId = activity.TraceId;
        var spanId = activity.SpanId;
        if (!_gate.TryEnter())
            return;
        _exemplar = null;
        _traceId = traceId;
        _spanId = spanId;
        _value = value;
        _milliseconds = milliseconds;
        _gate.Exit();
    }

    /// <summary>Gets the exemplar; null if the first one is being set. Called within a collection.</summary>
    public Exemplar? Get(FamilySettings settings)
    {
        var now = settings.Time.GetUtcNow();
        var milliseconds = settings.Clock.Milliseconds;
        if (!_gate.TryEnter())
            return _collected;
        try
        {
            // A slot is created before its first exemplar is set.
            if (_exemplar is null && _traceId == default)
                return null;
            _exemplar ??= Exemplar.OfTrace(_traceId, _spanId, _value, now - TimeSpan.FromMilliseconds(Math.Max(0, milliseconds - _milliseconds)));
            _collected = _exemplar;
            return _exemplar;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Enters the slot and does not leave it, like a thread that is interrupted. For tests.</summary>
    internal void EnterOnly() => _gate.TryEnter();
}
