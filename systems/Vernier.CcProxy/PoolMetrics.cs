namespace Vernier.CcProxy;

/// <summary>The part of <see cref="CcProxyMetrics"/> that is about the pool of clients. Thread-safe.</summary>
internal sealed class PoolMetrics
{
    private readonly Gauge _clients;
    private readonly Gauge _available;
    private readonly Gauge _active;
    private readonly Counter _created;
    private readonly Counter _closed;
    private readonly Counter _acquisitions;
    private readonly Counter _releases;
    private readonly Counter _failures;
    private readonly Histogram _waits;

    public PoolMetrics(MetricRegistry registry, Func<MetricDefinition, MetricDefinition> named)
    {
        _clients = Gauge(CcProxyCatalog.PoolClients);
        _available = Gauge(CcProxyCatalog.PoolClientsAvailable);
        _active = Gauge(CcProxyCatalog.PoolClientsActive);
        _created = Counter(CcProxyCatalog.PoolConnectionsCreated);
        _closed = Counter(CcProxyCatalog.PoolConnectionsClosed);
        _acquisitions = Counter(CcProxyCatalog.PoolAcquisitions);
        _releases = Counter(CcProxyCatalog.PoolReleases);
        _failures = Counter(CcProxyCatalog.PoolHealthCheckFailures);
        _waits = registry.Histogram((HistogramDefinition)named(CcProxyCatalog.PoolAcquisitionDuration));

        Gauge Gauge(GaugeDefinition definition) => registry.Gauge((GaugeDefinition)named(definition));
        Counter Counter(CounterDefinition definition) => registry.Counter((CounterDefinition)named(definition));
    }

    public void ClientAdded()
    {
        _clients.Inc();
        _available.Inc();
    }

    public void ClientRemoved()
    {
        _clients.Dec();
        _available.Dec();
    }

    public void ClientAcquired(TimeSpan wait)
    {
        _available.Dec();
        _active.Inc();
        _acquisitions.Inc();
        _waits.Observe(wait.TotalSeconds);
    }

    public void ClientReleased()
    {
        _active.Dec();
        _available.Inc();
        _releases.Inc();
    }

    public void ConnectionCreated() => _created.Inc();

    public void ConnectionClosed() => _closed.Inc();

    public void HealthCheckFailed() => _failures.Inc();
}
