using Vernier.Services.Storage;

namespace Vernier.Pangolin;

/// <summary>Records the connections of the database pool. Thread-safe.</summary>
internal sealed class PoolMetrics(PangolinMetrics metrics) : IPoolObserver
{
    public void Changed(int inUse, int idle, int waiting)
    {
        metrics.PoolConnections(PoolState.InUse, inUse);
        metrics.PoolConnections(PoolState.Idle, idle);
        metrics.PoolConnections(PoolState.Waiting, waiting);
    }

    public void Waited(TimeSpan time) => metrics.PoolWaited(time);
}
