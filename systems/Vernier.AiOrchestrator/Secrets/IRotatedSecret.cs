using Vernier.AiOrchestrator.Configuration;
namespace Vernier.AiOrchestrator.Secrets;

/// <summary>A secret that can be rotated. Thread-safe.</summary>
internal interface IRotatedSecret
{
    /// <summary>The name in the secret store.</summary>
    string Name { get; }

    /// <summary>When the secret is rotated; null if it is only rotated on demand.</summary>
    RotationSchedule? Schedule { get; }

    /// <summary>Returns when the secret was last rotated, as stored in the secret; creates the secret in a new installation.</summary>
    /// <exception cref="SecretException">The store is unavailable, or its content is invalid.</exception>
    Task<DateTimeOffset> LoadAsync(CancellationToken cancellation);

    /// <summary>Replaces the secret by a new one and returns the time that is stored with it.</summary>
    /// <exception cref="SecretException">The rotation failed; the known secret remains in use.</exception>
    Task<DateTimeOffset> RotateAsync(CancellationToken cancellation);
}

/// <summary>Secrets that a part of the orchestrator registers for rotation.</summary>
internal sealed record RotatedSecrets(IReadOnlyList<IRotatedSecret> All);
