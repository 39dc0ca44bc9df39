using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Runs.Api;

/// <summary>The body of <c>POST /api/runs</c>.</summary>
internal sealed record RunBody(string Repository, string Task, string? Complexity = null, IReadOnlyList<GraftBody?>? Grafts = null)
{
    /// <exception cref="RequestException">400: a name is unknown, or a graft is null.</exception>
    public RunRequest ToRequest() => new(
        Repository,
        Task,
        Complexity is null ? null : RequestNames.Parse<Complexity>(nameof(Complexity), Complexity),
        [.. (Grafts ?? []).Select(graft => graft?.ToRequest() ?? throw RunErrors.Invalid("The list grafts must not contain null."))]);
}

/// <summary>The body of <c>POST /api/runs/{id}/grafts</c>, and an entry of <c>grafts</c>.</summary>
internal sealed record GraftBody(string Agent, string After, long? TimeoutMs = null)
{
    /// <exception cref="RequestException">400: a name is unknown.</exception>
    public GraftRequest ToRequest() => new(Agent, RequestNames.Parse<AgentType>("agent", After), TimeoutMs is { } timeout ? ToTimeout(timeout) : null);

    /// <summary>Values beyond the range of durations are invalid as well.</summary>
    private static TimeSpan ToTimeout(long milliseconds) =>
        TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, (long)TimeSpan.MinValue.TotalMilliseconds, (long)TimeSpan.MaxValue.TotalMilliseconds));
}

/// <summary>The body of <c>POST /api/runs/{id}/prune</c>.</summary>
internal sealed record PruneBody(string Agent);

/// <summary>The body of <c>POST /api/runs/{id}/flag</c>.</summary>
internal sealed record FlagBody(string Type, string Reason);
