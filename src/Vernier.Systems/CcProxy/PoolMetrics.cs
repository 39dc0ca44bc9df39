using Vernier.Definitions;
using Vernier.Instruments;
using Vernier.Registry;

namespace Vernier.Systems.CcProxy;

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
        _clients = Gauge(CcProxyCatalogue.PoolClients);
        _available = Gauge(CcProxyCatalogue.PoolClientsAvailable);
        _active = Gauge(CcProxyCatalogue.PoolClientsActive);
        _created = Counter(CcProxyCatalogue.PoolConnectionsCreated);
        _closed = Counter(CcProxyCatalogue.PoolConnectionsClosed);
        _acquisitions = Counter(CcProxyCatalogue.PoolAcquisitions);
        _releases = Counter(CcProxyCatalogue.PoolReleases);
        _failures = Counter(CcProxyCatalogue.PoolHealthCheckFailures);
        _waits = registry.Histogram((HistogramDefinition)named(CcProxyCatalogue.PoolAcquisitionDuration));

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
