namespace Vernier.AiOrchestrator;

/// <summary>
/// The environment prevents the orchestrator from working: a secret cannot be read, or the
/// service would be open to other machines. An application gets this exception when it starts. The message is for the operator and contains no secrets.
/// </summary>
public class AiOrchestratorException : Exception
{
    internal AiOrchestratorException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
