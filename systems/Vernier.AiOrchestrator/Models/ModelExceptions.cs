namespace Vernier.AiOrchestrator.Models;

/// <summary>A model call failed on all legs. The message is for the owner of the run and contains no secrets.</summary>
/// <param name="message">The legs, their models and the reasons.</param>
/// <param name="isTransient">Whether the same call can succeed later.</param>
/// <param name="cause">The failure of the last leg.</param>
internal sealed class ModelException(string message, bool isTransient, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether the same call can succeed later.</summary>
    public bool IsTransient { get; } = isTransient;
}

/// <summary>A budget is exhausted. The message is for the owner of the run: which budget, how much is spent, and when it resets.</summary>
internal sealed class BudgetExceededException(string message) : Exception(message);
