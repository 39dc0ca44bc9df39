using Vernier.AiOrchestrator.Secrets;

namespace Vernier.AiOrchestrator.Tests.SignIn;

/// <summary>A store that rejects operations while a test wants it to.</summary>
internal sealed class UnreliableStore(ISecretStore store) : ISecretStore
{
    /// <summary>How many more writes succeed.</summary>
    public int WritesLeft { get; set; } = int.MaxValue;

    public Task<Secret?> ReadAsync(string name, CancellationToken cancellation) => store.ReadAsync(name, cancellation);

    public Task<Secret> WriteAsync(string name, IReadOnlyDictionary<string, string> values, long expectedVersion, CancellationToken cancellation) => WritesLeft-- > 0
        ? store.WriteAsync(name, values, expectedVersion, cancellation)
        : throw new SecretException(SecretFailure.Unavailable, "The store is sealed.");
}
