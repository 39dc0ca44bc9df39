namespace Vernier.AiOrchestrator.Models;

/// <summary>The number of tokens that a call read and wrote.</summary>
internal readonly record struct ModelUsage(long InputTokens, long OutputTokens);

/// <summary>The response of one leg.</summary>
/// <param name="Text">The text; not empty.</param>
/// <param name="Usage">The reported usage.</param>
internal sealed record ModelCompletion(string Text, ModelUsage Usage);
