using System.ComponentModel.DataAnnotations;
using Vernier.AiOrchestrator.Configuration.Management;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The options of AI Orchestrator. The keys are the property names in snake_case. Read once at startup.</summary>
[SnakeCaseKeys]
public sealed class AiOrchestratorOptions : IValidatableObject
{
    /// <summary>Gets or sets the port on which the host listens, 0 (any free port) to 65,535. Default: 8080.</summary>
    [Port]
    public int Port { get; set; } = 8080;

    /// <summary>
    /// Gets or sets the directory of the database, the secrets and the identity of this host. It is created with mode 0700, and one host at a time uses
    /// it. Default: <c>vernier/ai-orchestrator</c> in the user's folder for local application data.
    /// </summary>
    [Required]
    public string DataDirectory { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "vernier", "ai-orchestrator");

    /// <summary>
    /// Gets or sets a value indicating whether <c>GET /api/metrics/circuit-breakers/{agent}/reset</c> resets a circuit breaker, as <c>POST</c> does.
    /// Default: true.
    /// </summary>
    public bool AllowGetReset { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether clients on this machine can call <c>/api/metrics</c> without a token, also to reset a circuit breaker.
    /// Requests with a forwarding header are never anonymous. Default: false; the host sets it to true.
    /// </summary>
    public bool AllowAnonymousLoopback { get; set; }

    /// <summary>
    /// Gets or sets how much memory the request bodies of all requests in flight may use, in bytes; at least what one body with a task of
    /// <c>runs:max_task_bytes</c> needs, which is six times its size and 64 KiB more. A request whose body does not fit gets 503. Default: 268,435,456
    /// (256 MiB).
    /// </summary>
    public long MaxBufferedBodyBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Gets or sets the runs and agents.</summary>
    public RunOptions Runs { get; set; } = new();

    /// <summary>Gets or sets the language models and budgets.</summary>
    public ModelOptions Models { get; set; } = new();

    /// <summary>Gets or sets the grafts.</summary>
    public GraftOptions Grafts { get; set; } = new();

    /// <summary>Gets or sets the WebSocket connections.</summary>
    public WebSocketHubOptions WebSocket { get; set; } = new();

    /// <summary>Gets or sets the users, tokens and rate limits.</summary>
    public IdentityOptions Identity { get; set; } = new();

    /// <summary>Gets or sets the secrets and their rotation.</summary>
    public SecretOptions Secrets { get; set; } = new();

    /// <summary>Gets or sets signing in with OAuth2 providers.</summary>
    public SignInOptions SignIn { get; set; } = new();

    /// <summary>Gets or sets the management endpoints and the constant labels.</summary>
    public ManagementOptions Management { get; set; } = new();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MaxBufferedBodyBytes < Runs.MaxBodyBytes)
            yield return new RuleViolation($"must not be less than {Runs.MaxBodyBytes}, which a body with a task of runs:max_task_bytes needs", nameof(MaxBufferedBodyBytes));
    }
}
