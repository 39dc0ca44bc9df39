using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The options of grafts: agents that are inserted into runs. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class GraftOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the agents, at most 100. Default: <c>pm-v1</c>, <c>qualifier-v1</c>, <c>architect-v1</c>, <c>developer-v1</c>, <c>tester-v1</c> and
    /// <c>writer-v1</c>, of which <c>architect-v1</c> and <c>tester-v1</c> can return work to the developer.
    /// </summary>
    public IReadOnlyList<GraftAgentOptions> Agents { get; set; } =
    [
        new() { Name = "pm-v1", Instructions = "You are a product manager. Find missing, unclear and contradictory requirements, and write them completely." },
        new() { Name = "qualifier-v1", Instructions = "You are an analyst. Judge the effort and the risks of the task, and name what must be clarified first." },
        new() { Name = "architect-v1", Instructions = "You are a software architect. Check that the work follows the design, and describe each difference.", Reviews = true },
        new() { Name = "developer-v1", Instructions = "You are a software developer. Improve the implementation, and explain each change." },
        new() { Name = "tester-v1", Instructions = "You are a tester. Check the work against the requirements, and describe each defect and how to reproduce it.", Reviews = true },
        new() { Name = "writer-v1", Instructions = "You are a technical writer. Document the work for its users, with examples." },
    ];

    /// <summary>Gets or sets how often an execution tries, 1 to 10. Default: 4.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 4;

    /// <summary>
    /// Gets or sets the delay after the first failed attempt, 0 to 1 minute. The delay after the nth attempt is n times as long. An attempt that timed
    /// out is repeated without delay. Default: 1 second.
    /// </summary>
    [DurationRange(0, 60)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the number of consecutive failed executions that opens the circuit breaker of an agent, 1 to 1,000. Default: 5.</summary>
    [Range(1, 1_000)]
    public int FailureThreshold { get; set; } = 5;

    /// <summary>
    /// Gets or sets how long the circuit breaker rejects executions after the last failure, 1 millisecond to 1 day. Then it allows one trial. Default:
    /// 5 minutes.
    /// </summary>
    [DurationRange(0.001, 86_400)]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromMinutes(5);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Agents.Count > 100)
            yield return new RuleViolation("must have at most 100 entries", nameof(Agents)) { Value = $"{Agents.Count} entries" };
        foreach (var (i, agent) in Agents.Index())
        {
            if (agent.Name.Length > 0 && Agents.Take(i).Any(earlier => earlier.Name == agent.Name))
                yield return new RuleViolation("must be unique", nameof(Agents), $"{i}", nameof(GraftAgentOptions.Name)) { Value = agent.Name };
        }
    }
}
