using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Links.Interfaces;

/// <summary>Key pairs. A private key exists only in a file of mode 0600, from which <c>wg</c> reads it.</summary>
internal static class WireGuardKeys
{
    private const int TextLength = 44;

    /// <summary>Creates a private key in a file that only its owner can read, and returns the public key.</summary>
    /// <exception cref="WireGuardException"><c>wg</c> failed, or the file cannot be written.</exception>
    public static async Task<string> CreateAsync(WireGuardPrograms programs, string file, CancellationToken cancellation)
    {
        var (exitCode, key, error) = await programs.RunAsync(default, cancellation, "wg", "genkey").ConfigureAwait(false);
        try
        {
            if (exitCode != 0)
                throw WireGuardPrograms.Failed(["wg", "genkey"], exitCode, error);
            var stream = DataDirectory.CreatePrivateFile(file);
            await using (stream.ConfigureAwait(false))
                await stream.WriteAsync(key, cancellation).ConfigureAwait(false);
            return await PublicKeyAsync(programs, key, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WireGuardException($"Cannot write the private key: {exception.Message}", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Returns the public key of the private key in a file, which is created if it does not exist.</summary>
    /// <exception cref="WireGuardException"><c>wg</c> failed, or the file cannot be read or written.</exception>
    public static async Task<string> LoadAsync(WireGuardPrograms programs, string file, CancellationToken cancellation)
    {
        if (!File.Exists(file))
            return await CreateAsync(programs, file, cancellation).ConfigureAwait(false);
        byte[] key = [];
        try
        {
            key = await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false);
            return await PublicKeyAsync(programs, key, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WireGuardException($"Cannot read the private key: {exception.Message}", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Whether a text is a key: the Base64 form of 32 bytes.</summary>
    public static bool IsValid(string? key) => key is { Length: TextLength } && Base64.IsValid(key, out var length) && length == 32;

    private static async Task<string> PublicKeyAsync(WireGuardPrograms programs, byte[] key, CancellationToken cancellation)
    {
        var (exitCode, output, error) = await programs.RunAsync(key, cancellation, "wg", "pubkey").ConfigureAwait(false);
        var publicKey = Encoding.ASCII.GetString(output).Trim();
        return exitCode == 0 && IsValid(publicKey) ? publicKey : throw WireGuardPrograms.Failed(["wg", "pubkey"], exitCode, error);
    }
}
