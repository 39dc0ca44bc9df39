using Microsoft.Extensions.Configuration;

namespace Vernier.CcProxy.Pool;

/// <summary>How many clients there are for each provider, and how they are kept: the section <c>pool</c>.</summary>
public sealed class PoolOptions
{
    /// <summary>How many clients, so how many requests at once, a provider has at most. Default: 256. Key: <c>max_clients</c>.</summary>
    [ConfigurationKeyName("max_clients")]
    public int MaxClients { get; set; } = 256;

    /// <summary>How many clients each provider has from the start. Default: 1. Key: <c>min_clients</c>.</summary>
    [ConfigurationKeyName("min_clients")]
    public int MinClients { get; set; } = 1;

    /// <summary>How long a request waits for a client before it is answered with 503, in seconds. Default: 5. Key: <c>acquire_timeout</c>.</summary>
    [ConfigurationKeyName("acquire_timeout")]
    public double AcquireTimeout { get; set; } = 5;

    /// <summary>How long a client may be unused before it is closed, in seconds. Default: 90. Key: <c>idle_timeout</c>.</summary>
    [ConfigurationKeyName("idle_timeout")]
    public double IdleTimeout { get; set; } = 90;

    /// <summary>How often each provider is checked, in seconds; 0 for never. Default: 30. Key: <c>health_check_interval</c>.</summary>
    [ConfigurationKeyName("health_check_interval")]
    public double HealthCheckInterval { get; set; } = 30;

    /// <summary>How long a provider may take to answer a health check, in seconds. Default: 5. Key: <c>health_check_timeout</c>.</summary>
    [ConfigurationKeyName("health_check_timeout")]
    public double HealthCheckTimeout { get; set; } = 5;
}
