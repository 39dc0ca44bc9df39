using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.CcProxy.Pool;

/// <summary>The pool of clients of each provider: the section <c>pool</c>. A client carries one request at a time.</summary>
[SnakeCaseKeys]
public sealed class PoolOptions : IValidatableObject
{
    /// <summary>Gets or sets the maximum number of clients, and so of concurrent requests, per provider: 1 to 10,000. Default: 256.</summary>
    [Range(1, 10_000)]
    public int MaxClients { get; set; } = 256;

    /// <summary>Gets or sets the number of clients that each provider keeps, 0 to <c>max_clients</c>. Default: 1.</summary>
    public int MinClients { get; set; } = 1;

    /// <summary>Gets or sets how long a request waits for a client before it gets 503, 1 millisecond to 1 hour. Default: 5 seconds.</summary>
    [DurationRange(0.001, 3600)]
    public TimeSpan AcquireTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long a client or a connection may be unused before it is closed, 1 second to 1 day. Default: 90 seconds.</summary>
    [DurationRange(1, 86_400)]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Gets or sets the time between two health checks of a provider, 1 millisecond to 1 day; 0 turns them off. Default: 30 seconds.</summary>
    [DurationRange(0.001, 86_400, AllowZero = true)]
    public TimeSpan HealthCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a provider may take to respond to a health check, 1 millisecond to 1 hour. Default: 5 seconds.</summary>
    [DurationRange(0.001, 3600)]
    public TimeSpan HealthCheckTimeout { get; set; } = TimeSpan.FromSeconds(5);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinClients < 0 || MinClients > MaxClients)
            yield return new RuleViolation($"must be between 0 and max_clients ({MaxClients})", nameof(MinClients));
    }
}
