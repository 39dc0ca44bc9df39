using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>A successful rotation.</summary>
/// <param name="Secret">The name of the secret.</param>
/// <param name="Time">When the secret was rotated.</param>
/// <param name="Next">The next scheduled rotation; null if the secret is only rotated on demand.</param>
internal sealed record RotationResult(string Secret, DateTimeOffset Time, DateTimeOffset? Next);

/// <summary>
/// Rotates secrets, on demand and by their schedules. A lease in the database ensures that one host at a time rotates a secret. Each attempt is stored
/// before it is recorded in the metrics. Thread-safe.
/// </summary>
internal sealed partial class SecretRotation(
    IEnumerable<RotatedSecrets> secrets, RotationStore store, DataDirectory directory, AiOrchestratorMetrics metrics, TimeProvider time, ILogger<SecretRotation> logger)
{
    /// <summary>The time after which a scheduled rotation is attempted again when it failed.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>Longer than a rotation can take, including the write of its result.</summary>
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromMinutes(10);

    private readonly IReadOnlyList<IRotatedSecret> _secrets = [.. secrets.SelectMany(registered => registered.All)];

    /// <summary>Results that the database did not accept, with the time of the rotation; null for a failure.</summary>
    private readonly ConcurrentQueue<(string Secret, DateTimeOffset? Rotation)> _unstored = new();

    /// <summary>The names of the secrets that can be rotated.</summary>
    public IReadOnlyList<string> Names => [.. _secrets.Select(secret => secret.Name)];

    /// <summary>Creates missing secrets, restores the metrics, and stores when each secret was last rotated.</summary>
    /// <exception cref="SecretException">A secret cannot be read.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        var totals = await store.TotalsAsync(directory.InstanceId, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        metrics.RestoreRotations(totals.Attempts, totals.Failures, DateTimeOffset.FromUnixTimeMilliseconds(totals.Started));
        foreach (var secret in _secrets)
            await store.EnsureAsync(secret.Name, await secret.LoadAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        await ReadAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Returns when each secret was and will be rotated. Updates the metrics with rotations of other hosts.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<IReadOnlyList<RotationResult>> ReadAsync(CancellationToken cancellation)
    {
        var states = await store.ReadAsync(cancellation).ConfigureAwait(false);
        var results = new List<RotationResult>();
        foreach (var secret in _secrets)
        {
            // A secret without a row was never loaded.
            if (states.FirstOrDefault(state => state.Secret == secret.Name) is not { } state)
                continue;
            var last = DateTimeOffset.FromUnixTimeMilliseconds(state.LastRotation);
            metrics.SecretLoaded(secret.Name, last);
            results.Add(new RotationResult(secret.Name, last, NextOf(secret, state)));
        }
        return results;
    }

    /// <summary>Rotates a secret now.</summary>
    /// <exception cref="KeyNotFoundException">No secret has this name.</exception>
    /// <exception cref="SecretException">The rotation failed, or another one is in progress.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<RotationResult> RotateAsync(string name, CancellationToken cancellation)
    {
        var secret = _secrets.FirstOrDefault(secret => secret.Name == name) ?? throw new KeyNotFoundException($"No secret has the name {name}.");
        return await RotateAsync(secret, onlyIfDue: false, cancellation).ConfigureAwait(false)
            ?? throw new SecretException(SecretFailure.Conflict, $"Another rotation of the secret {name} is in progress. Try again later.");
    }

    /// <summary>Rotates the secrets whose time has come, also if it was missed. Failures are logged and stored.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task RotateDueAsync(CancellationToken cancellation)
    {
        while (_unstored.TryDequeue(out var result))
            await StoreAsync(result.Secret, "", result.Rotation).ConfigureAwait(false);
        var due = (await ReadAsync(cancellation).ConfigureAwait(false)).Where(result => result.Next <= time.GetUtcNow()).Select(result => result.Secret).ToHashSet();
        foreach (var secret in _secrets.Where(secret => due.Contains(secret.Name)))
        {
            try
            {
                await RotateAsync(secret, onlyIfDue: true, cancellation).ConfigureAwait(false);
            }
            catch (SecretException)
            {
                // It is logged and stored; the next attempt follows.
            }
        }
    }

    /// <summary>The scheduled time after the last rotation; later if an attempt failed.</summary>
    private static DateTimeOffset? NextOf(IRotatedSecret secret, RotationState state)
    {
        var next = secret.Schedule?.NextAfter(DateTimeOffset.FromUnixTimeMilliseconds(state.LastRotation));
        var retry = DateTimeOffset.FromUnixTimeMilliseconds(state.RetryAt);
        return next < retry ? retry : next;
    }

    /// <summary>Returns null if another host has the lease, or if the rotation is not due any more.</summary>
    private async Task<RotationResult?> RotateAsync(IRotatedSecret secret, bool onlyIfDue, CancellationToken cancellation)
    {
        var owner = $"{directory.InstanceId}/{Guid.NewGuid():N}";
        var now = time.GetUtcNow();
        if (!await store.TryLeaseAsync(secret.Name, owner, now, now + LeaseDuration, cancellation).ConfigureAwait(false))
            return null;
        var isComplete = false;
        try
        {
            if (onlyIfDue && !await IsDueAsync(secret, cancellation).ConfigureAwait(false))
                return null;
            var rotated = await RotateWithinTimeoutAsync(secret, cancellation).ConfigureAwait(false);
            LogRotated(secret.Name);
            await StoreAsync(secret.Name, owner, rotated).ConfigureAwait(false);
            isComplete = true;
            return new RotationResult(secret.Name, rotated, secret.Schedule?.NextAfter(rotated));
        }
        catch (SecretException exception)
        {
            LogFailed(secret.Name, exception.Message);
            await StoreAsync(secret.Name, owner, null).ConfigureAwait(false);
            isComplete = true;
            throw;
        }
        finally
        {
            if (!isComplete)
                await store.ReleaseAsync(secret.Name, owner, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Stores a result and records it, also when the application stops. A result that cannot be stored is stored at the next check.</summary>
    /// <param name="secret">The name of the secret.</param>
    /// <param name="owner">The owner of the lease, which is released.</param>
    /// <param name="rotation">The time of the rotation; null for a failure.</param>
    private async Task StoreAsync(string secret, string owner, DateTimeOffset? rotation)
    {
        try
        {
            if (rotation is { } success)
                await store.SucceedAsync(secret, owner, directory.InstanceId, success, CancellationToken.None).ConfigureAwait(false);
            else
                await store.FailAsync(secret, owner, directory.InstanceId, time.GetUtcNow() + RetryInterval, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            _unstored.Enqueue((secret, rotation));
            throw;
        }
        if (rotation is { } rotated)
            metrics.SecretRotated(secret, rotated);
        else
            metrics.SecretRotationFailed();
    }

    private async Task<DateTimeOffset> RotateWithinTimeoutAsync(IRotatedSecret secret, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return await secret.RotateAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new SecretException(SecretFailure.Unavailable, $"The rotation of the secret {secret.Name} did not finish within {Timeout.TotalMinutes} minutes.", exception);
        }
    }

    /// <summary>Checks with the lease whether another host has rotated the secret, or stopped between the rotation and its storage in the database.</summary>
    private async Task<bool> IsDueAsync(IRotatedSecret secret, CancellationToken cancellation)
    {
        await store.EnsureAsync(secret.Name, await secret.LoadAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return (await ReadAsync(cancellation).ConfigureAwait(false)).Any(result => result.Secret == secret.Name && result.Next <= time.GetUtcNow());
    }

    [LoggerMessage(1, LogLevel.Information, "Secret {Secret} rotated.")]
    private partial void LogRotated(string secret);

    [LoggerMessage(2, LogLevel.Error, "Rotation of the secret {Secret} failed: {Reason}")]
    private partial void LogFailed(string secret, string reason);
}
