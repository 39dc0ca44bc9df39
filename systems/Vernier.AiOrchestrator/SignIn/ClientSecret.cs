using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Secrets;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>
/// The secret of the client at a provider with a registration endpoint, and its rotation. A secret that the provider has issued is never lost: if the
/// secret store does not accept it, it is kept on this host and stored by the next attempt. Thread-safe; the caller ensures that only one rotation runs.
/// </summary>
internal sealed partial class ClientSecret(
    SignInProvider provider,
    ClientRegistration registration,
    ISecretStore store,
    PendingSecrets pending,
    RotationSchedule? schedule,
    TimeProvider time,
    ILogger<ClientSecret> logger) : IRotatedSecret
{
    private volatile ClientCredentials? _pending;

    public string Name => NameOf(provider.Name);

    public RotationSchedule? Schedule => schedule;

    /// <summary>Returns the name of the secret of a provider.</summary>
    public static string NameOf(string provider) => $"oauth2-{provider}";

    /// <summary>Returns the current client secret.</summary>
    /// <exception cref="SecretException">The secret store is unavailable.</exception>
    public async Task<string> CurrentAsync(CancellationToken cancellation) =>
        (_pending ?? (await ReadAsync(cancellation).ConfigureAwait(false)).Credentials).ClientSecret;

    public async Task<DateTimeOffset> LoadAsync(CancellationToken cancellation)
    {
        if (_pending is null && await pending.FindAsync(Name, cancellation).ConfigureAwait(false) is { } values)
            _pending = ClientCredentials.Of(Name, values);
        return await StorePendingAsync(cancellation).ConfigureAwait(false) ?? (await ReadAsync(cancellation).ConfigureAwait(false)).Credentials.Rotated;
    }

    public async Task<DateTimeOffset> RotateAsync(CancellationToken cancellation)
    {
        // An earlier rotation that the store did not accept is completed first.
        if (await StorePendingAsync(cancellation).ConfigureAwait(false) is { } completed)
            return completed;
        var (version, old) = await ReadAsync(cancellation).ConfigureAwait(false);
        // Proves that the store accepts writes before the provider replaces the secret.
        await store.WriteAsync(Name, old.ToValues(), version, cancellation).ConfigureAwait(false);
        try
        {
            var client = await registration.ReadAsync(provider, old.RegistrationToken, cancellation).ConfigureAwait(false);
            if (client.Secret is not null && client.Secret != old.ClientSecret)
                return await StoreAsync(old, client).ConfigureAwait(false);
            if (client.Token != old.RegistrationToken)
                await StoreAsync(old, client).ConfigureAwait(false);
            var current = old with { RegistrationToken = client.Token };
            // Not canceled from here on: the response contains the only copy of the new secret.
            var updated = await UpdateAsync(client, current).ConfigureAwait(false);
            if (updated.Secret is not null && updated.Secret != old.ClientSecret)
                return await StoreAsync(current, updated).ConfigureAwait(false);
            if (updated.Token != current.RegistrationToken)
                await StoreAsync(current, updated).ConfigureAwait(false);
            if (updated.Secret is null && await FindUpdateAsync(current with { RegistrationToken = updated.Token }).ConfigureAwait(false) is { } found)
                return await StoreAsync(current, found).ConfigureAwait(false);
            throw new SecretException(SecretFailure.Invalid, updated.Secret is null
                ? $"{provider.Name} sent no client secret. Check at the provider whether the client has a new one; then set client_secret and registration_token."
                : $"{provider.Name} returned the same client secret. Check whether the provider issues a new secret when a client is updated.");
        }
        catch (ProviderException exception)
        {
            throw Failure(exception);
        }
    }

    private static SecretException Failure(ProviderException exception) => exception.Status switch
    {
        401 or 403 => new SecretException(
            SecretFailure.Invalid, $"{exception.Message} The registration token is not valid. Get a new one from the provider, and set client_secret and registration_token.", exception),
        0 or 429 or >= 500 => new SecretException(SecretFailure.Unavailable, exception.Message, exception),
        _ => new SecretException(SecretFailure.Invalid, exception.Message, exception),
    };

    /// <summary>Returns the stored credentials; stores the configured ones if there are none or if the configuration has changed.</summary>
    private async Task<(long Version, ClientCredentials Credentials)> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var secret = await store.ReadAsync(Name, cancellation).ConfigureAwait(false);
            if (secret is not null && ClientCredentials.Of(secret) is var stored && stored.IsOf(provider))
                return (secret.Version, stored);
            try
            {
                var configured = ClientCredentials.Of(provider, time.GetUtcNow());
                var written = await store.WriteAsync(Name, configured.ToValues(), secret?.Version ?? 0, cancellation).ConfigureAwait(false);
                LogConfigured(Name);
                return (written.Version, configured);
            }
            catch (SecretException exception) when (exception.Failure == SecretFailure.Conflict)
            {
                // Another host stored it at the same time.
            }
        }
    }

    /// <summary>Updates the registration. If the response is lost, the provider is asked for the result.</summary>
    private async Task<RegisteredClient> UpdateAsync(RegisteredClient client, ClientCredentials current)
    {
        try
        {
            return await registration.UpdateAsync(provider, client, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (exception.IsAmbiguous)
        {
            if (await FindUpdateAsync(current).ConfigureAwait(false) is { } updated)
                return updated;
            throw;
        }
    }

    /// <summary>Returns the client if its secret has changed; null if not.</summary>
    private async Task<RegisteredClient?> FindUpdateAsync(ClientCredentials current)
    {
        try
        {
            var client = await registration.ReadAsync(provider, current.RegistrationToken, CancellationToken.None).ConfigureAwait(false);
            if (client.Token != current.RegistrationToken && client.Secret == current.ClientSecret)
                await StoreAsync(current, client).ConfigureAwait(false);
            return client.Secret is not null && client.Secret != current.ClientSecret ? client : null;
        }
        catch (ProviderException exception)
        {
            LogUnknown(Name, provider.Name, exception.Message);
            return null;
        }
    }

    /// <summary>Stores what the provider returned, on this host if the secret store does not accept it.</summary>
    private async Task<DateTimeOffset> StoreAsync(ClientCredentials old, RegisteredClient client)
    {
        var isNew = client.Secret is not null && client.Secret != old.ClientSecret;
        var credentials = old with { ClientSecret = client.Secret ?? old.ClientSecret, RegistrationToken = client.Token, Rotated = isNew ? time.GetUtcNow() : old.Rotated };
        _pending = credentials;
        try
        {
            await StorePendingAsync(CancellationToken.None).ConfigureAwait(false);
            return credentials.Rotated;
        }
        catch (SecretException exception)
        {
            await KeepAsync(credentials).ConfigureAwait(false);
            throw new SecretException(exception.Failure, $"{provider.Name} has issued new credentials, but the secret store does not accept them: {exception.Message}", exception);
        }
    }

    private async Task KeepAsync(ClientCredentials credentials)
    {
        try
        {
            await pending.KeepAsync(Name, credentials.ToValues(), CancellationToken.None).ConfigureAwait(false);
            LogKept(Name, pending.Root);
        }
        catch (SecretException exception)
        {
            LogOnlyInMemory(Name, exception.Message);
        }
    }

    /// <summary>
    /// Stores credentials that the secret store did not accept earlier. Returns when they were issued; null if there are none, or if later ones are stored.
    /// </summary>
    private async Task<DateTimeOffset?> StorePendingAsync(CancellationToken cancellation)
    {
        if (_pending is not { } credentials)
            return null;
        var secret = await store.ReadAsync(Name, cancellation).ConfigureAwait(false);
        var isOutdated = !credentials.IsOf(provider) || (secret is not null && ClientCredentials.Of(secret).Rotated > credentials.Rotated);
        if (!isOutdated)
            await store.WriteAsync(Name, credentials.ToValues(), secret?.Version ?? 0, cancellation).ConfigureAwait(false);
        _pending = null;
        await pending.RemoveAsync(Name, cancellation).ConfigureAwait(false);
        return isOutdated ? null : credentials.Rotated;
    }

    [LoggerMessage(1, LogLevel.Information, "Secret {Secret}: the configured client secret and registration token are in use.")]
    private partial void LogConfigured(string secret);

    [LoggerMessage(2, LogLevel.Error, "Secret {Secret}: the provider issued new credentials, but the secret store does not accept them. They are kept encrypted in "
        + "{Directory}; other hosts cannot use them yet. Fix the secret store, then rotate the secret again or restart this host to store them. Do not delete the directory.")]
    private partial void LogKept(string secret, string directory);

    [LoggerMessage(3, LogLevel.Critical, "Secret {Secret}: the provider issued new credentials, but neither the secret store nor the disk of this host accepts them. They "
        + "are only in memory. Fix the secret store, then rotate the secret again to store them. Do not restart this host before: {Reason}")]
    private partial void LogOnlyInMemory(string secret, string reason);

    [LoggerMessage(4, LogLevel.Error, "Secret {Secret}: the response of {Provider} was lost, so that the client secret may have changed. The next rotation reads it from "
        + "the provider. If users cannot sign in, rotate the secret again: {Reason}")]
    private partial void LogUnknown(string secret, string provider, string reason);
}
