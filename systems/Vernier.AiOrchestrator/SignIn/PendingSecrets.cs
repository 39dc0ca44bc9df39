using Vernier.AiOrchestrator.Secrets;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>
/// Keeps new client secrets that the secret store did not accept, in an encrypted file of this host, because the provider does not show them again.
/// Thread-safe.
/// </summary>
internal sealed class PendingSecrets(string directory, TimeProvider time)
{
    private readonly Lazy<FileSecretStore> _store = new(() => new FileSecretStore(directory, time));

    /// <summary>The directory, for messages.</summary>
    public string Root => directory;

    /// <summary>Returns the values that are waiting to be stored for a secret, or null.</summary>
    /// <exception cref="SecretException">The file cannot be read.</exception>
    public async Task<IReadOnlyDictionary<string, string>?> FindAsync(string name, CancellationToken cancellation) =>
        Directory.Exists(directory) && await _store.Value.ReadAsync(name, cancellation).ConfigureAwait(false) is { Values.Count: > 0 } secret ? secret.Values : null;

    /// <exception cref="SecretException">The file cannot be written.</exception>
    public async Task KeepAsync(string name, IReadOnlyDictionary<string, string> values, CancellationToken cancellation)
    {
        var version = (await _store.Value.ReadAsync(name, cancellation).ConfigureAwait(false))?.Version ?? 0;
        await _store.Value.WriteAsync(name, values, version, cancellation).ConfigureAwait(false);
    }

    /// <exception cref="SecretException">The file cannot be written.</exception>
    public async Task RemoveAsync(string name, CancellationToken cancellation)
    {
        if (await FindAsync(name, cancellation).ConfigureAwait(false) is not null)
            await KeepAsync(name, new Dictionary<string, string>(), cancellation).ConfigureAwait(false);
    }
}
