namespace Vernier.AiOrchestrator;

/// <summary>The agents of the pipeline, in their order.</summary>
internal enum AgentType
{
    [LabelValue("PM")]
    Pm,

    [LabelValue("QUALIFIER")]
    Qualifier,

    [LabelValue("ARCHITECT")]
    Architect,

    [LabelValue("DEVELOPER")]
    Developer,

    [LabelValue("TESTER")]
    Tester,

    [LabelValue("WRITER")]
    Writer,
}

/// <summary>The steps of the pipeline, each named after the document that its agent writes.</summary>
internal enum PipelineStep
{
    Requirements,
    Qualification,
    Design,
    Implementation,
    TestReport,
    Documentation,
}

/// <summary>The complexity of a task, from the simplest to the most difficult; it selects the models.</summary>
internal enum Complexity
{
    [LabelValue("TRIVIAL")]
    Trivial,

    [LabelValue("LOW")]
    Low,

    [LabelValue("MEDIUM_LOW")]
    MediumLow,

    [LabelValue("MEDIUM")]
    Medium,

    [LabelValue("HIGH")]
    High,

    [LabelValue("VERY_HIGH")]
    VeryHigh,
}

/// <summary>The two connections to a model.</summary>
internal enum ModelLeg
{
    Primary,
    Secondary,
}

/// <summary>The kinds of tokens of a model call.</summary>
internal enum TokenKind
{
    Input,
    Output,
}

/// <summary>The reasons for which a watcher can flag a run.</summary>
internal enum InterruptType
{
    Review,
    Security,
    Cost,
    Quality,
}

/// <summary>The labels of the agent latency.</summary>
internal readonly record struct AgentExecutionLabels(
    [property: Label(Description = "The agent.")] AgentType AgentType,
    [property: Label(MaxValues = 500, Description = "The repository of the run.")] string Repository,
    [property: Label(MaxValues = 1_000, Description = "The user who started the run.")] string User);

/// <summary>The label of metrics of an agent.</summary>
internal readonly record struct AgentLabels(
    [property: Label(Description = "The agent.")] AgentType AgentType);

/// <summary>The label of the step durations.</summary>
internal readonly record struct StepLabels(
    [property: Label(Description = "The step, named after the document that its agent writes.")] PipelineStep StepName);

/// <summary>The label of graft metrics.</summary>
internal readonly record struct GraftLabels(
    [property: Label(MaxValues = 100, Description = "The graft agent, as configured.")] string Agent);

/// <summary>The labels of the cost.</summary>
internal readonly record struct CostLabels(
    [property: Label(MaxValues = 500, Description = "The repository of the run.")] string Repository,
    [property: Label(MaxValues = 1_000, Description = "The user who started the run.")] string User);

/// <summary>The label of model calls.</summary>
internal readonly record struct ModelLabels(
    [property: Label(MaxValues = 100, Description = "The model, as configured.")] string Model);

/// <summary>The labels of tokens.</summary>
internal readonly record struct TokenLabels(
    [property: Label(MaxValues = 100, Description = "The model, as configured.")] string Model,
    [property: Label(Description = "Whether the model read or wrote the tokens.")] TokenKind Kind);

/// <summary>The labels of failovers.</summary>
internal readonly record struct FailoverLabels(
    [property: Label(Description = "The complexity that selected the model.")] Complexity Tier,
    [property: Label(Description = "The leg that failed.")] ModelLeg FromLeg,
    [property: Label(Description = "The leg that was used instead.")] ModelLeg ToLeg);

/// <summary>The label of interrupts.</summary>
internal readonly record struct InterruptLabels(
    [property: Label(Description = "The reason for the interrupt.")] InterruptType InterruptType);

/// <summary>The label of metrics of a secret.</summary>
internal readonly record struct SecretLabels(
    [property: Label(MaxValues = 50, Description = "The name of the secret.")] string Secret);

/// <summary>The states of a circuit breaker; the values of its gauge.</summary>
internal enum BreakerState
{
    Closed = 0,
    Open = 1,
    HalfOpen = 2,
}

/// <summary>How a run ends.</summary>
internal enum RunOutcome
{
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>What a rate limit protects.</summary>
internal enum RateLimitKind
{
    Auth,
    Api,
    Upload,
}
