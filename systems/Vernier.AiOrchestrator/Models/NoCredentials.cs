using System.ClientModel.Primitives;

namespace Vernier.AiOrchestrator.Models;

/// <summary>Removes the credentials of requests to servers that do not require any; the client cannot be created without a key.</summary>
internal sealed class NoCredentials : PipelinePolicy
{
    /// <summary>The key that is removed.</summary>
    public const string Placeholder = "none";

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Remove("Authorization");
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Remove("Authorization");
        return ProcessNextAsync(message, pipeline, currentIndex);
    }
}
