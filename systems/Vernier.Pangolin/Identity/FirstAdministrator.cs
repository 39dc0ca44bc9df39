using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>
/// The creation of the first administrator on the setup page. It requires a code, which is written to a file that only the owner of the process can read, so
/// that no one else can take over a new server. A new code replaces it at each start while no administrator exists. Thread-safe.
/// </summary>
public sealed partial class FirstAdministrator : IHostedService
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int CodeLength = 20;

    private readonly string _file;
    private readonly Users _users;
    private readonly Throttle _throttle;
    private readonly ILogger<FirstAdministrator> _logger;
    private string? _code;

    internal FirstAdministrator(DataDirectory directory, Users users, Throttle throttle, ILogger<FirstAdministrator> logger)
    {
        _file = directory.File("setup-code");
        _users = users;
        _throttle = throttle;
        _logger = logger;
    }

    /// <summary>Gets the path of the file with the setup code; null if an administrator exists. It is available after the application has started.</summary>
    public string? SetupCodeFile => Volatile.Read(ref _code) is null ? null : _file;

    /// <summary>Writes a setup code if no administrator exists. The application calls it.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await _users.HasAdministratorAsync(cancellationToken).ConfigureAwait(false))
        {
            DeleteFile();
            return;
        }
        var code = RandomNumberGenerator.GetString(Letters, CodeLength);
        try
        {
            var writer = new StreamWriter(DataDirectory.CreatePrivateFile(_file));
            await using var owned = writer.ConfigureAwait(false);
            await writer.WriteLineAsync(code.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"Cannot write the setup code to {_file}: {exception.Message}", exception);
        }
        Volatile.Write(ref _code, code);
        LogSetup(_file);
    }

    /// <summary>Does nothing. The application calls it.</summary>
    /// <param name="cancellationToken">Not used.</param>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether no administrator exists. Another server can have created one.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    internal async Task<bool> IsPendingAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _code) is null)
            return false;
        if (!await _users.HasAdministratorAsync(cancellation).ConfigureAwait(false))
            return true;
        Complete();
        return false;
    }

    /// <summary>Creates the first administrator.</summary>
    /// <exception cref="RequestException">403: the code is wrong; 409: an administrator exists; 422: the name or password is invalid; 429: too many wrong codes.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    internal async Task<User> CreateAsync(string code, string name, string password, IPAddress? address, CancellationToken cancellation)
    {
        if (!await IsPendingAsync(cancellation).ConfigureAwait(false) || Volatile.Read(ref _code) is not { } expected)
            throw AlreadyExists();
        ThrottleKey[] keys = [ThrottleKey.Resource("setup", address), ThrottleKey.Address(address)];
        if (await _throttle.IsBlockedAsync(cancellation, keys).ConfigureAwait(false))
            throw new RequestException(StatusCodes.Status429TooManyRequests, "Too many wrong setup codes. Try again later, or restart the server to get a new code.");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code.Trim().ToUpperInvariant()), Encoding.UTF8.GetBytes(expected)))
        {
            await _throttle.FailedAsync(cancellation, keys).ConfigureAwait(false);
            throw new RequestException(StatusCodes.Status403Forbidden, "The setup code is wrong. The server writes it to the file setup-code in its data directory.");
        }
        var user = await _users.CreateFirstAdministratorAsync(name, password, cancellation).ConfigureAwait(false);
        Complete();
        return user ?? throw AlreadyExists();
    }

    private static RequestException AlreadyExists() => new(StatusCodes.Status409Conflict, "An administrator exists already. Sign in instead.");

    private void Complete()
    {
        Volatile.Write(ref _code, null);
        DeleteFile();
    }

    private void DeleteFile()
    {
        try
        {
            File.Delete(_file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(_file, exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "No administrator exists. Open /setup on the page and enter the code from the file {File}.")]
    private partial void LogSetup(string file);

    [LoggerMessage(2, LogLevel.Warning, "The setup code is no longer valid, but its file {File} cannot be deleted: {Reason}")]
    private partial void LogNotDeleted(string file, string reason);
}
