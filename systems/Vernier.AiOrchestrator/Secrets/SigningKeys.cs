using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>A key that signs access tokens. Its text does not contain the key.</summary>
/// <param name="Id">The identifier in the header of tokens, <c>kid</c>.</param>
/// <param name="Key">64 random bytes.</param>
/// <param name="Created">When the key was created.</param>
/// <param name="Retired">When a newer key replaced it; null for the current key.</param>
internal sealed record SigningKey(string Id, ReadOnlyMemory<byte> Key, DateTimeOffset Created, DateTimeOffset? Retired)
{
    public override string ToString() => Id;
}

/// <summary>
/// The keys that sign access tokens. The current and the retired keys are one secret, so that a rotation is one write. They are cached: when the store is
/// unavailable, the known keys remain in use. Thread-safe.
/// </summary>
/// <param name="store">Stores the keys.</param>
/// <param name="accessTokenLifetime">How long a retired key remains valid for verification.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class SigningKeys(ISecretStore store, TimeSpan accessTokenLifetime, TimeProvider time, ILogger<SigningKeys> logger) : IDisposable
{
    /// <summary>The name of the secret.</summary>
    public const string SecretName = "jwt-secret";

    private const string KeysValue = "keys";
    private const int KeyBytes = 64;

    /// <summary>Limits the reads that unknown identifiers cause.</summary>
    private static readonly TimeSpan UnknownKeyInterval = TimeSpan.FromSeconds(5);

    /// <summary>Other hosts use a retired key until they read the new one.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _loading = new(1);
    private volatile LoadedKeys? _loaded;
    private bool _isFailing;

    /// <summary>Returns the key for new tokens; creates it in a new installation.</summary>
    /// <exception cref="StorageException">The key was never read and the store is unavailable.</exception>
    public async Task<SigningKey> CurrentAsync(CancellationToken cancellation) => (_loaded ?? await LoadOrFailAsync(cancellation).ConfigureAwait(false)).Current;

    /// <summary>
    /// Returns the key with an identifier; null if it is unknown, or retired for longer than the lifetime of an access token. Reads the store again for an
    /// unknown identifier, at most every 5 seconds.
    /// </summary>
    /// <exception cref="StorageException">No key was ever read and the store is unavailable.</exception>
    public async Task<SigningKey?> FindAsync(string kid, CancellationToken cancellation)
    {
        var loaded = _loaded ?? await LoadOrFailAsync(cancellation).ConfigureAwait(false);
        if (loaded.Find(kid) is null && time.GetElapsedTime(loaded.Timestamp) >= UnknownKeyInterval)
            loaded = await RefreshAsync(cancellation).ConfigureAwait(false);
        return loaded.Find(kid) is { } key && !IsExpired(key) ? key : null;
    }

    /// <summary>Reads the keys again. Keeps the known keys if the store is unavailable.</summary>
    /// <exception cref="StorageException">No key was ever read and the store is unavailable.</exception>
    public async Task<LoadedKeys> RefreshAsync(CancellationToken cancellation)
    {
        var before = _loaded;
        if (before is null)
            return await LoadOrFailAsync(cancellation).ConfigureAwait(false);
        await _loading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // Concurrent callers share one read.
            if (_loaded == before)
                _loaded = await ReloadAsync(before, cancellation).ConfigureAwait(false);
            return _loaded!;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Reads the keys; creates the first one in a new installation.</summary>
    /// <exception cref="SecretException">The store is unavailable, or its content is invalid.</exception>
    public async Task<LoadedKeys> LoadAsync(CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _loaded ??= await ReadAsync(cancellation).ConfigureAwait(false) ?? await CreateAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Replaces the current key and returns when. Tokens that the old key signed remain valid until they expire.</summary>
    /// <exception cref="SecretException">The store is unavailable, or another host changed the keys.</exception>
    public async Task<DateTimeOffset> RotateAsync(CancellationToken cancellation)
    {
        var keys = await ReadAsync(cancellation).ConfigureAwait(false)
            ?? throw new SecretException(SecretFailure.Invalid, $"The secret {SecretName} no longer exists in the secret store. Restore it, or restart all hosts to create it.");
        var now = time.GetUtcNow();
        IReadOnlyList<SigningKey> rotated =
        [
            NewKey(now),
            keys.Current with { Retired = now },
            .. keys.All.Where(key => key.Retired is not null && !IsExpired(key)),
        ];
        _loaded = await WriteAsync(rotated, keys.Version, cancellation).ConfigureAwait(false);
        return now;
    }

    public void Dispose() => _loading.Dispose();

    private async Task<LoadedKeys> LoadOrFailAsync(CancellationToken cancellation)
    {
        try
        {
            return await LoadAsync(cancellation).ConfigureAwait(false);
        }
        catch (SecretException exception)
        {
            throw new StorageException($"The signing keys are unavailable. {exception.Message}", exception);
        }
    }

    private async Task<LoadedKeys> ReloadAsync(LoadedKeys known, CancellationToken cancellation)
    {
        try
        {
            var read = await ReadAsync(cancellation).ConfigureAwait(false)
                ?? throw new SecretException(SecretFailure.Invalid, $"The secret {SecretName} no longer exists in the secret store. Restore it.");
            _isFailing = false;
            return read;
        }
        catch (SecretException exception)
        {
            if (!_isFailing)
                LogStale(exception.Message);
            _isFailing = true;
            return known with { Timestamp = time.GetTimestamp() };
        }
    }

    private async Task<LoadedKeys> CreateAsync(CancellationToken cancellation)
    {
        try
        {
            return await WriteAsync([NewKey(time.GetUtcNow())], 0, cancellation).ConfigureAwait(false);
        }
        catch (SecretException exception) when (exception.Failure == SecretFailure.Conflict)
        {
            // Another host created it at the same time.
            return await ReadAsync(cancellation).ConfigureAwait(false)
                ?? throw new SecretException(SecretFailure.Conflict, $"The secret {SecretName} was created and deleted by other hosts.", exception);
        }
    }

    private async Task<LoadedKeys?> ReadAsync(CancellationToken cancellation) =>
        await store.ReadAsync(SecretName, cancellation).ConfigureAwait(false) is { } secret ? Loaded(secret) : null;

    private async Task<LoadedKeys> WriteAsync(IReadOnlyList<SigningKey> keys, long version, CancellationToken cancellation)
    {
        var stored = keys.Select(key => new StoredKey(key.Id, Base64Url.EncodeToString(key.Key.Span), key.Created, key.Retired));
        var values = new Dictionary<string, string> { [KeysValue] = JsonSerializer.Serialize(stored, JsonSerializerOptions.Web) };
        return Loaded(await store.WriteAsync(SecretName, values, version, cancellation).ConfigureAwait(false));
    }

    private LoadedKeys Loaded(Secret secret)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<IReadOnlyList<StoredKey>>(secret.Values[KeysValue], JsonSerializerOptions.Web)!;
            SigningKey[] keys = [.. stored.Select(key => new SigningKey(key.Id, Base64Url.DecodeFromChars(key.Key), key.Created, key.Retired))];
            if (keys.All(key => key.Key.Length == KeyBytes))
                return new LoadedKeys(keys, keys.Single(key => key.Retired is null), secret.Version, time.GetTimestamp());
        }
        catch (Exception exception) when (exception is KeyNotFoundException or JsonException or FormatException or InvalidOperationException or ArgumentNullException)
        {
            // The exception could quote the key.
        }
        throw new SecretException(SecretFailure.Invalid, $"The secret {SecretName} in the secret store is invalid. Restore version {secret.Version - 1} or a backup.");
    }

    private static SigningKey NewKey(DateTimeOffset now) =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), RandomNumberGenerator.GetBytes(KeyBytes), now, null);

    private bool IsExpired(SigningKey key) => key.Retired is { } retired && time.GetUtcNow() - retired > accessTokenLifetime + Grace;

    [LoggerMessage(1, LogLevel.Warning, "Reading the signing keys failed; the known keys remain in use; logged once until it succeeds: {Reason}")]
    private partial void LogStale(string reason);

    /// <summary>The JSON of a key, which is base64url.</summary>
    private sealed record StoredKey(string Id, string Key, DateTimeOffset Created, DateTimeOffset? Retired);
}

/// <summary>The keys of one version of the secret.</summary>
internal sealed record LoadedKeys(IReadOnlyList<SigningKey> All, SigningKey Current, long Version, long Timestamp)
{
    public SigningKey? Find(string kid) => All.FirstOrDefault(key => key.Id == kid);
}
