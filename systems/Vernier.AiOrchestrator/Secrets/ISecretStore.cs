namespace Vernier.AiOrchestrator.Secrets;

/// <summary>A store of secrets with optimistic concurrency. Thread-safe.</summary>
internal interface ISecretStore
{
    /// <summary>Returns the latest version of a secret, or null if it was never written.</summary>
    /// <exception cref="SecretException">The store is unavailable, denies access, or holds data that it cannot decrypt.</exception>
    Task<Secret?> ReadAsync(string name, CancellationToken cancellation);

    /// <summary>Writes all values of a secret at once.</summary>
    /// <param name="name">The name: lowercase letters, digits and -.</param>
    /// <param name="values">The values; they replace all earlier ones.</param>
    /// <param name="expectedVersion">The version that the values replace; 0 for a new secret.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="SecretException">
    /// The secret has another version (<see cref="SecretFailure.Conflict"/>), or the store is unavailable or denies access.
    /// </exception>
    Task<Secret> WriteAsync(string name, IReadOnlyDictionary<string, string> values, long expectedVersion, CancellationToken cancellation);
}

/// <summary>A version of a secret. Its text contains no values.</summary>
/// <param name="Name">The name.</param>
/// <param name="Values">The values by key.</param>
/// <param name="Version">The version, from 1.</param>
internal sealed record Secret(string Name, IReadOnlyDictionary<string, string> Values, long Version)
{
    public override string ToString() => $"{Name}, version {Version}";
}

/// <summary>Why an operation on a secret failed.</summary>
internal enum SecretFailure
{
    /// <summary>The store or the provider is unreachable, sealed, overloaded or too slow.</summary>
    Unavailable,

    /// <summary>The store denies access.</summary>
    Forbidden,

    /// <summary>Another host or administrator changed the secret, or is rotating it.</summary>
    Conflict,

    /// <summary>The store or the provider rejects the request, or its data is invalid.</summary>
    Invalid,
}

/// <summary>An operation on a secret failed. The message is for the operator and contains no secrets.</summary>
internal sealed class SecretException(SecretFailure failure, string message, Exception? cause = null) : AiOrchestratorException(message, cause)
{
    public SecretFailure Failure { get; } = failure;
}
