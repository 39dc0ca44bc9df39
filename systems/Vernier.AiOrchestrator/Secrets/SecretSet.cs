using System.Security.Cryptography;
using Vernier.Services;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>
/// Checks that the secrets belong to the database: a random secret whose fingerprint is stored in the database. Otherwise hosts that share a database
/// would reject each other's tokens, and a host that lost its secrets would silently replace them.
/// </summary>
/// <param name="secrets">The secrets of this host.</param>
/// <param name="rotations">The database.</param>
/// <param name="isShared">Whether several hosts can use the database.</param>
internal sealed class SecretSet(ISecretStore secrets, RotationStore rotations, bool isShared)
{
    private const string SecretName = "instance-set";
    private const string IdValue = "id";

    /// <exception cref="SecretException">The database belongs to other secrets, or the secret store is unavailable.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var expected = await rotations.FingerprintAsync(cancellation).ConfigureAwait(false);
        var id = (await secrets.ReadAsync(SecretName, cancellation).ConfigureAwait(false))?.Values.GetValueOrDefault(IdValue);
        if (id is null && expected is null)
            id = await CreateAsync(cancellation).ConfigureAwait(false);
        if (id is null || await rotations.EnsureFingerprintAsync(TextHash.Of(id), cancellation).ConfigureAwait(false) != TextHash.Of(id))
        {
            throw new SecretException(SecretFailure.Invalid, (isShared
                ? "This host does not share its secrets with the other hosts of the database. Set the same secrets:vault, or the same secrets:directory, for all hosts."
                : "The secrets do not belong to the database: they are missing, or those of another installation. Restore them, or correct secrets:vault or secrets:directory.")
                + " If the secrets were replaced intentionally, stop all hosts and run on the database: DELETE FROM orchestrator_secret_set.");
        }
    }

    private async Task<string?> CreateAsync(CancellationToken cancellation)
    {
        var values = new Dictionary<string, string> { [IdValue] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) };
        try
        {
            return (await secrets.WriteAsync(SecretName, values, 0, cancellation).ConfigureAwait(false)).Values[IdValue];
        }
        catch (SecretException exception) when (exception.Failure == SecretFailure.Conflict)
        {
            // Another host created it at the same time.
            return (await secrets.ReadAsync(SecretName, cancellation).ConfigureAwait(false))?.Values.GetValueOrDefault(IdValue);
        }
    }
}
