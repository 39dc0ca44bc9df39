namespace Vernier.AiOrchestrator.Models;

/// <summary>A model call failed on all legs. The message is for the owner of the run and contains no secrets.</summary>
/// <param name="message">The legs, their models and the reasons.</param>
internal sealed class ModelException(string message) : Exception(message);

/// <summary>A budget is exhausted. The message is for the owner of the run: which budget, how much is spent, and when it resets.</summary>
internal sealed class BudgetExceededException(string message) : Exception(message);

/// <summary>
/// A call of one leg failed. It has no inner exception: those of the client contain the response body, in which providers repeat parts of the key.
/// </summary>
/// <param name="reason">A phrase without a period, for example <c>429 Too Many Requests</c>.</param>
internal sealed class ModelLegException(string reason) : Exception(reason)
{
    /// <summary>Whether the request itself is invalid, so that the other leg would reject it too. Default: false.</summary>
    public bool IsInvalidRequest { get; init; }

    /// <summary>Whether nothing was sent, because the circuit breaker is open or the leg has no address. Default: false.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>The usage that the response reported although it is invalid. Default: none.</summary>
    public ModelUsage Usage { get; init; }
}
