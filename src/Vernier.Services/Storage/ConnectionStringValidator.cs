using Microsoft.Extensions.Options;

namespace Vernier.Services.Storage;

/// <summary>Reports an invalid connection string together with the other errors of the configuration.</summary>
internal sealed class ConnectionStringValidator<TOptions>(string connectionString, string key) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        try
        {
            PostgresDatabase.Settings(connectionString);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException)
        {
            // The connection string is not shown: it may have a password.
            return ValidateOptionsResult.Fail($"{key}: {PostgresDatabase.Rule}.");
        }
    }
}
