using Microsoft.Extensions.Configuration;

namespace Vernier.CcProxy.Pool;

/// <summary>The pool of clients of each provider: the section <c>pool</c>. A client carries one request at a time.</summary>
public sealed class PoolOptions
{
    /// <summary>Gets or sets the maximum number of clients, and so of concurrent requests, per provider: 1 to 10,000. Default: 256. Key: <c>max_clients</c>.</summary>
    [ConfigurationKeyName("max_clients")]
    public int MaxClients { get; set; } = 256;

    /// <summary>Gets or sets the number of clients that each provider keeps, 0 to <c>max_clients</c>. Default: 1. Key: <c>min_clients</c>.</summary>
    [ConfigurationKeyName("min_clients")]
    public int MinClients { get; set; } = 1;

    /// <summary>Gets or sets how long a request waits for a client before it gets 503, in seconds, 0.001 to 3600. Default: 5. Key: <c>acquire_timeout</c>.</summary>
    [ConfigurationKeyName("acquire_timeout")]
    public double AcquireTimeout { get; set; } = 5;

    /// <summary>Gets or sets after how many seconds without use a client and a connection are closed, 1 to 86,400. Default: 90. Key: <c>idle_timeout</c>.</summary>
    [ConfigurationKeyName("idle_timeout")]
    public double IdleTimeout { get; set; } = 90;

    /// <summary>Gets or sets the seconds between two health checks of a provider, 0.001 to 86,400; 0 turns them off. Default: 30. Key: <c>health_check_interval</c>.</summary>
    [ConfigurationKeyName("health_check_interval")]
    public double HealthCheckInterval { get; set; } = 30;

    /// <summary>Gets or sets how long a provider may take to respond to a health check, in seconds, 0.001 to 3600. Default: 5. Key: <c>health_check_timeout</c>.</summary>
    [ConfigurationKeyName("health_check_timeout")]
    public double HealthCheckTimeout { get; set; } = 5;
}
