using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>An agent that can be inserted into runs: an entry of the list <c>agents</c>.</summary>
[SnakeCaseKeys]
public sealed class GraftAgentOptions
{
    /// <summary>
    /// Gets or sets the name, the value of the label <c>agent</c>: 1 to 64 lowercase letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, starting with a
    /// letter or digit. Required and unique.
    /// </summary>
    [Required]
    [RegularExpression("[a-z0-9][a-z0-9._-]{0,63}", ErrorMessage = "must consist of 1 to 64 lowercase letters, digits, ., _ and -, and must start with a letter or digit")]
    public string Name { get; set; } = "";

    /// <summary>
    /// Gets or sets the model that the agent uses on the primary leg. Default: null, which selects the model by the complexity of the run.
    /// </summary>
    [StringLength(200, MinimumLength = 1, ErrorMessage = "must have 1 to 200 characters")]
    public string? Model { get; set; }

    /// <summary>Gets or sets the system message of the agent, 1 to 100,000 characters. Required.</summary>
    [Required]
    [StringLength(100_000, ErrorMessage = "must have 1 to 100000 characters")]
    public string Instructions { get; set; } = "";

    /// <summary>
    /// Gets or sets how long an attempt may take, 1 millisecond to 1 day, unless a graft has its own timeout. Default: 300 seconds.
    /// </summary>
    [DurationRange(0.001, 86_400)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// Gets or sets a value indicating whether the agent can return work to the developer when it is inserted after DEVELOPER. Default: false.
    /// </summary>
    public bool Reviews { get; set; }
}
