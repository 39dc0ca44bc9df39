using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>Who may call an endpoint, and how often. Applied by <see cref="AccessConvention.RequireAccess"/>.</summary>
internal sealed record Access
{
    private Access(Role? role) => Role = role;

    /// <summary>All clients. Tokens are ignored.</summary>
    public static Access Anonymous { get; } = new((Role?)null);

    /// <summary>All users.</summary>
    public static Access User { get; } = new(AiOrchestrator.Role.User);

    /// <summary>Workflow managers and administrators.</summary>
    public static Access Manager { get; } = new(AiOrchestrator.Role.WorkflowManager);

    /// <summary>Administrators.</summary>
    public static Access Admin { get; } = new(AiOrchestrator.Role.Admin);

    /// <summary>The role that is required; null for none.</summary>
    public Role? Role { get; }

    /// <summary>
    /// The rate limit: <see cref="RateLimitKind.Api"/> per user; <see cref="RateLimitKind.Upload"/> adds a limit per user for large bodies;
    /// <see cref="RateLimitKind.Auth"/> per address; null for none.
    /// </summary>
    public RateLimitKind? Limit { get; init; } = RateLimitKind.Api;

    /// <summary>Whether direct clients on this machine need no token while <see cref="AiOrchestratorOptions.AllowAnonymousLoopback"/> is true.</summary>
    public bool AllowAnonymousLoopback { get; init; }

    /// <summary>Whether the endpoint changes state even with GET, so that browsers must call it from the same origin.</summary>
    public bool IsReset { get; init; }
}
