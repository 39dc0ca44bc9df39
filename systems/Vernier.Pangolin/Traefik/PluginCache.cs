using System.Security.Cryptography;
using Vernier.Pangolin.Configuration;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Traefik;

/// <summary>The folder of downloaded plugins. A file has its hash as its name, and exists only if it is complete and verified.</summary>
internal sealed class PluginCache(DataDirectory data, TimeProvider time) : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly string _folder = data.File("plugins");

    // The time limit of a download is a token of the clock. A redirect from https to http is not followed.
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxAutomaticRedirections = MaxRedirects, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Returns the path of a plugin in the cache.</summary>
    public string PathOf(TraefikPluginOptions plugin) => Path.Combine(_folder, plugin.Sha256.ToLowerInvariant());

    /// <summary>Whether the file exists with the expected content.</summary>
    /// <exception cref="PluginException">The file cannot be read.</exception>
    public async Task<bool> ContainsAsync(TraefikPluginOptions plugin, CancellationToken cancellation)
    {
        var path = PathOf(plugin);
        if (!File.Exists(path))
            return false;
        try
        {
            var stream = File.OpenRead(path);
            await using var owned = stream.ConfigureAwait(false);
            return IsExpected(plugin, await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginException(PluginFetchResult.WriteFailed, $"The file {path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Downloads and verifies a plugin.</summary>
    /// <exception cref="PluginException">It cannot be downloaded, does not have the expected hash, or cannot be stored.</exception>
    public async Task FetchAsync(TraefikPluginOptions plugin, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(plugin.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await _http.GetAsync(plugin.Url, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            CheckStatus(plugin, response);
            var body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using var owned = body.ConfigureAwait(false);
            await StoreAsync(plugin, body, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable($"{AddressOf(plugin)} was not downloaded within {plugin.Timeout.TotalSeconds} s.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable($"{AddressOf(plugin)} is unreachable or closed the connection ({exception.HttpRequestError}).", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginException(PluginFetchResult.WriteFailed, $"{AddressOf(plugin)} cannot be stored: {exception.Message}", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private static void CheckStatus(TraefikPluginOptions plugin, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is 404 or 410)
            throw new PluginException(PluginFetchResult.NotFound, $"{AddressOf(plugin)} does not exist ({status}). Check url.");
        if (status != 200)
            throw Unreachable($"{AddressOf(plugin)} responded with status {status}.");
        if (response.Content.Headers.ContentLength > plugin.MaxBytes)
            throw TooLarge(plugin);
    }

    private async Task StoreAsync(TraefikPluginOptions plugin, Stream body, CancellationToken cancellation)
    {
        DataDirectory.CreatePrivate(_folder);
        var path = PathOf(plugin);
        var temporary = $"{path}.part";
        try
        {
            var file = DataDirectory.CreatePrivateFile(temporary);
            await using (file.ConfigureAwait(false))
            {
                var hash = await CopyAsync(plugin, body, file, cancellation).ConfigureAwait(false);
                if (!IsExpected(plugin, hash))
                {
                    throw new PluginException(PluginFetchResult.HashMismatch,
                        $"{AddressOf(plugin)} has the SHA-256 {Convert.ToHexStringLower(hash)}, but {plugin.Sha256.ToLowerInvariant()} is expected. Check the file before you change sha256.");
                }
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<byte[]> CopyAsync(TraefikPluginOptions plugin, Stream body, FileStream file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        long total = 0;
        while (await ReadAsync(plugin, body, buffer, cancellation).ConfigureAwait(false) is > 0 and var read)
        {
            total += read;
            if (total > plugin.MaxBytes)
                throw TooLarge(plugin);
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }
        return hash.GetHashAndReset();
    }

    /// <summary>Reads from the network, whose errors are not those of the file.</summary>
    private static async Task<int> ReadAsync(TraefikPluginOptions plugin, Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw Unreachable($"{AddressOf(plugin)} was not downloaded completely: {exception.Message}", exception);
        }
    }

    private static bool IsExpected(TraefikPluginOptions plugin, byte[] hash) => Convert.ToHexString(hash).Equals(plugin.Sha256, StringComparison.OrdinalIgnoreCase);

    private static PluginException TooLarge(TraefikPluginOptions plugin) =>
        new(PluginFetchResult.TooLarge, $"{AddressOf(plugin)} exceeds the limit of {plugin.MaxBytes} bytes (max_bytes).");

    private static PluginException Unreachable(string message, Exception? cause = null) => new(PluginFetchResult.Unreachable, message, cause);

    /// <summary>The address for messages, without the query, which can contain a token.</summary>
    private static string AddressOf(TraefikPluginOptions plugin) => plugin.Url!.GetLeftPart(UriPartial.Path);
}
