using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The options of runs and agents. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class RunOptions : IValidatableObject
{
    /// <summary>What a body may contain in addition to the task.</summary>
    private const int BodyAllowance = 64 * 1024;

    /// <summary>The size of an escaped character of one byte, such as <c>\u0009</c>.</summary>
    private const int MaxEscapedBytes = 6;

    /// <summary>Gets or sets the maximum number of runs that this host executes concurrently, 1 to 1,000. Others wait in the queue. Default: 4.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrentRuns { get; set; } = 4;

    /// <summary>
    /// Gets or sets how long an agent may take, including all calls of its model, 100 milliseconds to 1 day. An agent that takes longer fails its run.
    /// Default: 10 minutes.
    /// </summary>
    [DurationRange(0.1, 86_400)]
    public TimeSpan AgentTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Gets or sets the timeouts of agents that differ from <c>agent_timeout</c>, by the name of the agent: PM, QUALIFIER, ARCHITECT, DEVELOPER, TESTER or
    /// WRITER; 100 milliseconds to 1 day each. Default: empty.
    /// </summary>
    public IReadOnlyDictionary<string, TimeSpan> AgentTimeouts { get; set; } = new Dictionary<string, TimeSpan>();

    /// <summary>Gets or sets the maximum size of a task in bytes of UTF-8, 1 to 16,777,216 (16 MiB). A longer one gets 413. Default: 1,048,576 (1 MiB).</summary>
    [Range(1, 16 * 1024 * 1024)]
    public int MaxTaskBytes { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets the maximum number of grafts of a run, 0 to 1,000. Default: 20.</summary>
    [Range(0, 1_000)]
    public int MaxGraftsPerRun { get; set; } = 20;

    /// <summary>
    /// Gets or sets how long a host reserves a run without renewing the reservation, 1 second to 1 hour. When a host is killed, another one continues its
    /// runs after this time. The clocks of hosts that share a database must differ by much less. Default: 30 seconds.
    /// </summary>
    [DurationRange(1, 3_600)]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how long the shutdown waits for the steps in progress, 0 to 1 hour, and at most the shutdown timeout of the application
    /// (<c>HostOptions.ShutdownTimeout</c>, 30 seconds by default). A step that takes longer is aborted and executed again by the next host that takes the
    /// run. Default: 20 seconds.
    /// </summary>
    [DurationRange(0.001, 3_600, AllowZero = true)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Gets or sets how long a flag can pause a run, 1 second to 365 days; 0 means without a limit. A run whose flag is not resolved in time fails.
    /// Default: 7 days.
    /// </summary>
    [DurationRange(1, 365 * 86_400, AllowZero = true)]
    public TimeSpan FlagTimeout { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Gets or sets how long finished runs are kept with everything that belongs to them, 1 second to 3,650 days. Default: 30 days.
    /// </summary>
    [DurationRange(1, 3_650.0 * 86_400)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets the time between two searches for runs to delete and flags that have timed out, 1 second to 1 day. Default: 1 minute.</summary>
    [DurationRange(1, 86_400)]
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The maximum size of the JSON with a task.</summary>
    internal int MaxBodyBytes => MaxEscapedBytes * MaxTaskBytes + BodyAllowance;

    internal TimeSpan TimeoutOf(AgentType agent) => AgentTimeouts.TryGetValue(EnumNames<AgentType>.Of(agent), out var timeout) ? timeout : AgentTimeout;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        foreach (var (agent, timeout) in AgentTimeouts)
        {
            if (!EnumNames<AgentType>.All.Contains(agent))
                yield return new RuleViolation($"must be one of {EnumNames<AgentType>.List}", nameof(AgentTimeouts), agent) { Value = agent };
            else if (timeout < TimeSpan.FromMilliseconds(100) || timeout > TimeSpan.FromDays(1))
                yield return new RuleViolation("must be between 0.1 and 86400 seconds", nameof(AgentTimeouts), agent);
        }
    }
}
