namespace Vernier.AiOrchestrator.Hubs;

/// <summary>Records what happens to the messages of all connections: in the metrics, and for the delivery rate of the last minute. Thread-safe.</summary>
internal sealed class DeliveryRecorder(AiOrchestratorMetrics metrics, TimeProvider time)
{
    private const int WindowSeconds = 60;

    private readonly Lock _lock = new();
    private readonly (long Second, long Delivered, long Failed)[] _seconds = new (long, long, long)[WindowSeconds];

    /// <summary>The share of the messages of the last minute that were delivered; 1 if there were none.</summary>
    public double LastMinute
    {
        get
        {
            var oldest = Now - WindowSeconds + 1;
            lock (_lock)
            {
                var recent = _seconds.Where(entry => entry.Second >= oldest).ToList();
                return ConnectionQuality.DeliveryRate(recent.Sum(entry => entry.Delivered), recent.Sum(entry => entry.Failed));
            }
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public void Sent() => metrics.MessageSent();

    public void Dropped() => metrics.MessageDropped();

    public void Delivered(int count)
    {
        if (count == 0)
            return;
        metrics.MessagesAcknowledged(count);
        Add(count, 0);
    }

    public void Failed(int count)
    {
        if (count == 0)
            return;
        metrics.MessagesFailed(count);
        Add(0, count);
    }

    private void Add(int delivered, int failed)
    {
        var now = Now;
        lock (_lock)
        {
            ref var entry = ref _seconds[now % WindowSeconds];
            if (entry.Second != now)
                entry = (now, 0, 0);
            entry.Delivered += delivered;
            entry.Failed += failed;
        }
    }
}
