using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>The generated password of the first administrator, <c>admin</c>. Thread-safe.</summary>
public sealed partial class InitialAdministrator
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    private const int PasswordLength = 24;

    private readonly string _file;
    private readonly ILogger<InitialAdministrator> _logger;

    internal InitialAdministrator(DataDirectory directory, ILogger<InitialAdministrator> logger)
    {
        _file = directory.File("initial-admin-password");
        _logger = logger;
    }

    /// <summary>
    /// Gets the path of the file with the password; null if the password was configured or has been changed. Only the owner of the process can read the
    /// file. It is written when the application starts for the first time.
    /// </summary>
    public string? PasswordFile => File.Exists(_file) ? _file : null;

    /// <summary>Generates a password and writes it to the file.</summary>
    /// <exception cref="StorageException">The file cannot be written.</exception>
    internal string Generate()
    {
        var password = RandomNumberGenerator.GetString(Letters, PasswordLength);
        try
        {
            using var writer = new StreamWriter(DataDirectory.CreatePrivateFile(_file));
            writer.WriteLine(password);
            return password;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"Cannot write the initial administrator password to {_file}: {exception.Message}", exception);
        }
    }

    /// <summary>Deletes the file when the password of the first administrator was changed.</summary>
    internal void PasswordChanged(string user)
    {
        if (user != Users.Administrator)
            return;
        try
        {
            File.Delete(_file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(_file, exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The initial administrator password is no longer valid, but its file {File} cannot be deleted: {Reason}")]
    private partial void LogNotDeleted(string file, string reason);
}
