namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>The result of an agent or a graft, as stored. Repeated work replaces it.</summary>
internal sealed record RunDocument
{
    /// <summary>The API name of the pipeline agent, or the identifier of the graft.</summary>
    public string Author { get; init; } = "";

    /// <summary>The API name of the pipeline agent, or the name of the graft agent.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The pipeline agent, or the one that precedes the graft.</summary>
    public AgentType Position { get; init; }

    public string Text { get; init; } = "";

    /// <summary>The time in Unix milliseconds.</summary>
    public long WrittenAt { get; init; }

    /// <summary>Whether a graft is the author.</summary>
    public bool IsGraft => Author != EnumNames<AgentType>.Of(Position);

    /// <summary>The title: the pipeline step, or the graft agent.</summary>
    public string Title => IsGraft ? Agent : (PipelineStep)Position switch
    {
        PipelineStep.TestReport => "Test report",
        var step => step.ToString(),
    };
}
