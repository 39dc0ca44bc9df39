using System.Security.Cryptography;
using System.Text.Json;
using System.Xml;
using Microsoft.AspNetCore.DataProtection;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>
/// Stores the secrets in one file that is encrypted with ASP.NET Core Data Protection. The keys are in the subdirectory <c>keys</c>; only the owner can
/// read them. Several hosts can share the directory: a lock file serializes the writers, and a file that another host changed is read again. Thread-safe.
/// </summary>
internal sealed class FileSecretStore : ISecretStore
{
    private const string ApplicationName = "vernier-ai-orchestrator";
    private const string Purpose = "secrets";

    private readonly string _file;
    private readonly string _keys;
    private readonly SecretFileLock _lock;
    private IDataProtector _protector;
    private volatile Content _content = new([], []);

    /// <summary>Creates the directory if it does not exist, and makes it private.</summary>
    /// <exception cref="SecretException">The directory cannot be created or made private.</exception>
    public FileSecretStore(string directory, TimeProvider time)
    {
        Root = Path.GetFullPath(directory);
        _file = Path.Combine(Root, "secrets.bin");
        _keys = Path.Combine(Root, "keys");
        _lock = new SecretFileLock(Path.Combine(Root, "lock"), time);
        MakePrivate(Root);
        MakePrivate(_keys);
        _protector = CreateProtector();
    }

    /// <summary>The full path of the directory.</summary>
    public string Root { get; }

    public async Task<Secret?> ReadAsync(string name, CancellationToken cancellation) =>
        (await LoadAsync(cancellation).ConfigureAwait(false)).Secrets.GetValueOrDefault(name) is { } stored ? new Secret(name, stored.Values, stored.Version) : null;

    public async Task<Secret> WriteAsync(string name, IReadOnlyDictionary<string, string> values, long expectedVersion, CancellationToken cancellation)
    {
        using var turn = await _lock.AcquireAsync(cancellation).ConfigureAwait(false);
        var content = await LoadAsync(cancellation).ConfigureAwait(false);
        var version = content.Secrets.GetValueOrDefault(name)?.Version ?? 0;
        if (version != expectedVersion)
            throw new SecretException(SecretFailure.Conflict, $"The secret {name} has version {version} instead of {expectedVersion}: another host changed it. Repeat the operation.");

        var secret = new Secret(name, new Dictionary<string, string>(values), version + 1);
        Save(new Dictionary<string, StoredSecret>(content.Secrets) { [name] = new(secret.Version, secret.Values) });
        return secret;
    }

    private static void MakePrivate(string directory)
    {
        try
        {
            DataDirectory.CreatePrivate(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SecretException(
                SecretFailure.Forbidden, $"Cannot create the secrets directory {directory} with mode 0700: {exception.Message} Its owner must be the user of this process.", exception);
        }
    }

    private IDataProtector CreateProtector() =>
        DataProtectionProvider.Create(new DirectoryInfo(_keys), builder => builder.SetApplicationName(ApplicationName)).CreateProtector(Purpose);

    private async Task<Content> LoadAsync(CancellationToken cancellation)
    {
        try
        {
            if (!File.Exists(_file))
                return new Content([], []);
            var encrypted = await File.ReadAllBytesAsync(_file, cancellation).ConfigureAwait(false);
            var content = _content;
            if (!encrypted.AsSpan().SequenceEqual(content.Encrypted))
                _content = content = new Content(encrypted, Decrypt(encrypted));
            return content;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SecretException(SecretFailure.Unavailable, $"Cannot read the secrets file {_file}: {exception.Message}", exception);
        }
    }

    private Dictionary<string, StoredSecret> Decrypt(byte[] encrypted)
    {
        // Without keys Data Protection would create one.
        if (!Directory.EnumerateFiles(_keys, "*.xml").Any())
            throw Undecryptable(null);
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, StoredSecret>>(Unprotect(encrypted))!;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException or XmlException or InvalidOperationException)
        {
            throw Undecryptable(exception);
        }
    }

    private byte[] Unprotect(byte[] encrypted)
    {
        try
        {
            return _protector.Unprotect(encrypted);
        }
        catch (CryptographicException)
        {
            // Another host may have added a key since the keys were read.
            _protector = CreateProtector();
            return _protector.Unprotect(encrypted);
        }
    }

    private SecretException Undecryptable(Exception? cause) => new(
        SecretFailure.Invalid,
        $"Cannot decrypt the secrets file {_file} with the keys in {_keys}. Restore both from the same backup. To start with new secrets instead, move {Root} away and run on the database: "
        + "DELETE FROM orchestrator_secret_set. All users must then sign in again, and rotated OAuth2 client secrets are lost.",
        cause);

    /// <summary>Replaces the file at once: after a crash it has the old or the new content.</summary>
    private void Save(Dictionary<string, StoredSecret> secrets)
    {
        var temporary = _file + ".tmp";
        try
        {
            var encrypted = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(secrets));
            using (var stream = DataDirectory.CreatePrivateFile(temporary))
            {
                stream.Write(encrypted);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, _file, overwrite: true);
            _content = new Content(encrypted, secrets);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SecretException(SecretFailure.Unavailable, $"Cannot write the secrets file {_file}: {exception.Message}", exception);
        }
    }

    /// <summary>The bytes of the file and what they contain.</summary>
    private sealed record Content(byte[] Encrypted, Dictionary<string, StoredSecret> Secrets);

    private sealed record StoredSecret(long Version, IReadOnlyDictionary<string, string> Values);
}
