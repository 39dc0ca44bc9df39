using System.Collections.Concurrent;
using Vernier.Services.Storage;

namespace Vernier.Services.Tests.Storage;

/// <summary>Records the events of a connection pool.</summary>
internal sealed class PoolRecorder : IPoolObserver
{
    private volatile PoolCounts _counts = new(0, 0, 0);

    public PoolCounts Counts => _counts;

    public int Idle => _counts.Idle;

    public int MostInUse { get; private set; }

    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public void Changed(int inUse, int idle, int waiting)
    {
        MostInUse = Math.Max(MostInUse, inUse);
        _counts = new(inUse, idle, waiting);
    }

    public void Waited(TimeSpan time) => Waits.Enqueue(time);
}

/// <summary>The connections of a pool by state.</summary>
internal sealed record PoolCounts(int InUse, int Idle, int Waiting);
