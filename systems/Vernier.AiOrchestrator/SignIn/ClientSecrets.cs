using Vernier.AiOrchestrator.Secrets;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>The client secrets of all providers. Immutable.</summary>
internal sealed class ClientSecrets(IReadOnlyDictionary<string, ClientSecret> managed)
{
    /// <summary>The secrets that can be rotated.</summary>
    public IReadOnlyList<IRotatedSecret> Rotated { get; } = [.. managed.Values];

    /// <summary>Returns the current client secret of a provider.</summary>
    /// <exception cref="SecretException">The secret store is unavailable.</exception>
    public Task<string> CurrentAsync(SignInProvider provider, CancellationToken cancellation) =>
        managed.TryGetValue(provider.Name, out var secret) ? secret.CurrentAsync(cancellation) : Task.FromResult(provider.ClientSecret);
}
