using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.CcProxy.Pool;

/// <summary>The pool of clients of each provider: the section <c>pool</c>. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class PoolOptions : IValidatableObject
{
    /// <summary>The maximum number of clients, and so of concurrent requests, of a provider, 1 to 10000. Default: 256.</summary>
    [Range(1, 10_000)]
    public int MaxClients { get; set; } = 256;

    /// <summary>The number of clients that each provider has from the start, 0 to <see cref="MaxClients"/>. Default: 1.</summary>
    public int MinClients { get; set; } = 1;

    /// <summary>How long a request waits for a client before it is rejected with 503, 1 millisecond to 1 hour. Default: 5 seconds.</summary>
    [DurationRange(0.001, 3600)]
    public TimeSpan AcquireTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an unused client is kept, 1 second to 1 day. Default: 90 seconds.</summary>
    [DurationRange(1, 86_400)]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>The time between two health checks of a provider, 1 millisecond to 1 day; 0 disables them. Default: 30 seconds.</summary>
    [DurationRange(0.001, 86_400, AllowZero = true)]
    public TimeSpan HealthCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a health check may take, 1 millisecond to 1 hour. Default: 5 seconds.</summary>
    [DurationRange(0.001, 3600)]
    public TimeSpan HealthCheckTimeout { get; set; } = TimeSpan.FromSeconds(5);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MinClients < 0 || MinClients > MaxClients)
            yield return new RuleViolation($"must be between 0 and max_clients ({MaxClients})", nameof(MinClients));
    }
}
