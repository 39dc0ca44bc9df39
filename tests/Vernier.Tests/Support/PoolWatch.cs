using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Vernier.Tests.Support;

/// <summary>Watches which large arrays are out of the shared pool, by the events of the pool itself.</summary>
internal sealed class PoolWatch : EventListener
{
    private const int Rented = 1;
    private const int Returned = 3;
    private const int Size = 64 * 1024;

    private readonly ConcurrentDictionary<int, int> _out = new();

    /// <summary>How many arrays of 64 KiB were taken since the watch began and are not yet given back.</summary>
    public int Outstanding => _out.Count;

    protected override void OnEventSourceCreated(EventSource source)
    {
        if (source.Name == "System.Buffers.ArrayPoolEventSource")
            EnableEvents(source, EventLevel.Verbose);
    }

    protected override void OnEventWritten(EventWrittenEventArgs written)
    {
        if (written.Payload is not [int buffer, int size, ..] || size != Size)
            return;
        if (written.EventId == Rented)
            _out[buffer] = size;
        else if (written.EventId == Returned)
            _out.TryRemove(buffer, out _);
    }
}
