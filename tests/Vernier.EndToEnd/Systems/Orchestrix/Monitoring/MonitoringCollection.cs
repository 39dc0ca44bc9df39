namespace Vernier.EndToEnd.Systems.Orchestrix.Monitoring;

/// <summary>One Prometheus for all classes of this folder: it needs five seconds for its first scrape.</summary>
[CollectionDefinition]
public sealed class MonitoringCollection : ICollectionFixture<MonitoredOrders>;
