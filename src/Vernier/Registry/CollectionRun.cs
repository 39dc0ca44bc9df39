using Vernier.Families;

namespace Vernier.Registry;

/// <summary>One collection from its beginning to its end, as others see it. Thread-safe.</summary>
/// <param name="cancellation">Stops the collection before its next callback.</param>
internal sealed class CollectionRun(CancellationToken cancellation)
{
    private readonly Collector[] _omitted = [];
    private Collector? _calling;
    private volatile bool _abandoned;
    private volatile bool _ended;

    private CollectionRun(Collector[] omitted, CancellationToken cancellation)
        : this(cancellation) => _omitted = omitted;

    /// <summary>Whether the collection replaces one whose callback hangs.</summary>
    public bool IsReplacement => _omitted.Length > 0;

    /// <summary>Whether the collection has ended; work that it has started may still run.</summary>
    public bool HasEnded => _ended;

    /// <summary>
    /// The time that the collection withholds from each callback, because others hang: after each of them, the next ones have a quarter of the time, and
    /// 1/64 at least. So a collection in which many callbacks hang at once, for example because their database is unreachable, takes little longer than
    /// one in which a single callback hangs.
    /// </summary>
    public TimeSpan Withheld(TimeSpan timeout) => timeout - (timeout / (1 << (2 * Math.Min(_omitted.Length, 3))));

    /// <summary>The callback that the collection is calling; null if it is between two calls.</summary>
    public Collector? Calling => Volatile.Read(ref _calling);

    public void End() => _ended = true;

    /// <summary>
    /// Abandons the collection, whose callback hangs: it ends as soon as the callback returns. Returns a collection that omits the callback.
    /// </summary>
    public CollectionRun ReplaceWithout(Collector hanging)
    {
        _abandoned = true;
        return new CollectionRun([.. _omitted, hanging], cancellation);
    }

    /// <summary>Begins to call a callback; false if it hangs.</summary>
    /// <exception cref="OperationCanceledException">The collection was canceled.</exception>
    public bool TryEnter(Collector collector)
    {
        if (_omitted.Contains(collector) || !collector.TryEnter(cancellation))
            return false;
        Volatile.Write(ref _calling, collector);
        return true;
    }

    /// <summary>Ends the call of a callback.</summary>
    public void Exit(Collector collector)
    {
        Volatile.Write(ref _calling, null);
        collector.Exit();
    }

    /// <summary>Throws if the collection is no longer needed.</summary>
    /// <exception cref="OperationCanceledException">The collection was canceled or abandoned.</exception>
    public void ThrowIfStopped()
    {
        cancellation.ThrowIfCancellationRequested();
        if (_abandoned)
            throw new OperationCanceledException();
    }
}
