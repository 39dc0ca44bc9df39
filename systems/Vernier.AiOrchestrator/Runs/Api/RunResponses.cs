using System.Text.Json;
using Vernier.AiOrchestrator.Grafts;
using Vernier.AiOrchestrator.Runs.Store;

namespace Vernier.AiOrchestrator.Runs.Api;

/// <summary>A run in a list, and the response to requests that change one.</summary>
internal record RunResponse(
    string Id,
    string Repository,
    string User,
    Complexity Complexity,
    RunStatus Status,
    string? Reason,
    double? CostUsd,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt)
{
    public static RunResponse Of(Run run) => new(
        run.Id, run.Repository, run.UserName, run.Complexity, run.Status, run.Reason, run.CostUsd, Times.Of(run.CreatedAt), Times.Of(run.StartedAt), Times.Of(run.EndedAt));
}

/// <summary>A page of runs. <paramref name="Next"/> is the value of <c>before</c> for the next page; null on the last one.</summary>
internal sealed record RunListResponse(IReadOnlyList<RunResponse> Runs, string? Next);

/// <summary>A run with its progress.</summary>
internal sealed record RunDetailsResponse(
    string Id,
    string Repository,
    string User,
    string Task,
    Complexity Complexity,
    RunStatus Status,
    string? Reason,
    double CostUsd,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    long TesterLoops,
    long ReviewLoops,
    long LastEvent,
    IReadOnlyList<StepResponse> Steps,
    IReadOnlyList<GraftResponse> Grafts,
    IReadOnlyList<FlagResponse> Flags,
    IReadOnlyList<DocumentHead> Documents)
{
    public static RunDetailsResponse Of(RunDetails details, double costUsd)
    {
        var run = details.Run;
        return new RunDetailsResponse(
            run.Id,
            run.Repository,
            run.UserName,
            details.Task,
            run.Complexity,
            run.Status,
            run.Reason,
            costUsd,
            Times.Of(run.CreatedAt),
            Times.Of(run.StartedAt),
            Times.Of(run.EndedAt),
            run.TesterLoops,
            run.ReviewLoops,
            run.LastEvent,
            [.. details.Steps.Select(step => new StepResponse(step.Agent, (PipelineStep)step.Agent, step.Status, step.Executions, Times.Of(step.StartedAt), Times.Of(step.EndedAt), step.Error))],
            [.. details.Grafts.Select(GraftResponse.Of)],
            [.. details.Flags.Select(FlagResponse.Of)],
            [.. details.Documents.Select(document => new DocumentHead(document.Author, document.Agent, document.Position, Times.Of(document.WrittenAt)))]);
    }
}

/// <summary>A step of a run.</summary>
internal sealed record StepResponse(AgentType Agent, PipelineStep Step, StepStatus Status, long Executions, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Error);

/// <summary>A graft of a run.</summary>
internal sealed record GraftResponse(
    string Id,
    string Agent,
    AgentType After,
    GraftStatus Status,
    long? TimeoutMs,
    long Attempts,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt)
{
    public static GraftResponse Of(RunGraft graft) => new(
        graft.Id,
        graft.Agent,
        graft.AfterAgent,
        graft.Status,
        graft.TimeoutMs,
        graft.Attempts,
        graft.Error,
        Times.Of(graft.CreatedAt),
        Times.Of(graft.StartedAt),
        Times.Of(graft.EndedAt));
}

/// <summary>A flag of a run.</summary>
internal sealed record FlagResponse(
    string Id, InterruptType Type, string Reason, string User, FlagStatus Status, DateTimeOffset CreatedAt, DateTimeOffset? ResolvedAt, string? ResolvedBy)
{
    public static FlagResponse Of(RunFlag flag) =>
        new(flag.Id, flag.Type, flag.Reason, flag.UserName, flag.Status, Times.Of(flag.CreatedAt), Times.Of(flag.ResolvedAt), flag.ResolvedBy);
}

/// <summary>A result of an agent, without its text. <paramref name="Author"/> is the agent, or the identifier of the graft.</summary>
internal sealed record DocumentHead(string Author, string Agent, AgentType Position, DateTimeOffset WrittenAt);

/// <summary>A result of an agent.</summary>
internal sealed record DocumentResponse(string Author, string Agent, string Title, DateTimeOffset WrittenAt, string Text)
{
    public static DocumentResponse Of(RunDocument document) => new(document.Author, document.Agent, document.Title, Times.Of(document.WrittenAt), document.Text);
}

/// <summary>An event of a run.</summary>
internal sealed record EventResponse(long Sequence, string Type, DateTimeOffset Time, JsonElement Data)
{
    public static EventResponse Of(RunEvent item) => new(item.Sequence, item.Type, item.Time, JsonElement.Parse(item.Data));
}

/// <summary>Events of a run. If <paramref name="FirstSequence"/> is beyond the next expected one, events are missing.</summary>
internal sealed record EventListResponse(IReadOnlyList<EventResponse> Events, long FirstSequence, long LastSequence);

/// <summary>The identifier of a new graft or flag.</summary>
internal sealed record CreatedResponse(string Id);
