namespace Vernier.AiOrchestrator.Models;

/// <summary>A message of a conversation with a model: an instruction of the system, or a text of the user.</summary>
internal sealed record ModelMessage(bool IsSystem, string Text);

/// <summary>A call of a model.</summary>
/// <param name="RunId">The run whose budget is checked and charged.</param>
/// <param name="Repository">The repository of the run.</param>
/// <param name="User">The user who started the run.</param>
/// <param name="Complexity">The complexity that selects the model, before a downgrade.</param>
/// <param name="Model">The model of the primary leg instead of the configured one. The secondary leg always uses its configured models.</param>
/// <param name="Messages">The conversation.</param>
internal sealed record ModelRequest(
    string RunId, string Repository, string User, Complexity Complexity, string? Model, IReadOnlyList<ModelMessage> Messages);

/// <summary>The response of a model.</summary>
/// <param name="Text">The text; not empty.</param>
/// <param name="Model">The model that was called.</param>
/// <param name="Leg">The leg that responded.</param>
/// <param name="Complexity">The complexity that selected the model, after a downgrade.</param>
/// <param name="InputTokens">The number of tokens that the model read.</param>
/// <param name="OutputTokens">The number of tokens that the model wrote.</param>
/// <param name="CostUsd">The cost in USD.</param>
internal sealed record ModelReply(string Text, string Model, ModelLeg Leg, Complexity Complexity, long InputTokens, long OutputTokens, double CostUsd);
