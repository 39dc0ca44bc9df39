using Vernier.AiOrchestrator.Configuration;
namespace Vernier.AiOrchestrator.Secrets;

/// <summary>The rotation of the signing keys.</summary>
internal sealed class SigningSecret(SigningKeys keys, RotationSchedule schedule) : IRotatedSecret
{
    public string Name => SigningKeys.SecretName;

    public RotationSchedule? Schedule => schedule;

    public async Task<DateTimeOffset> LoadAsync(CancellationToken cancellation)
    {
        await keys.LoadAsync(cancellation).ConfigureAwait(false);
        return (await keys.RefreshAsync(cancellation).ConfigureAwait(false)).Current.Created;
    }

    public Task<DateTimeOffset> RotateAsync(CancellationToken cancellation) => keys.RotateAsync(cancellation);
}
