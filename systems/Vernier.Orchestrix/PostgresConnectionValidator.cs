using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Configuration;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix;

/// <summary>Reports an invalid connection string together with the other errors of the configuration.</summary>
internal sealed class PostgresConnectionValidator(string connectionString, string key) : IValidateOptions<OrchestrixOptions>
{
    public ValidateOptionsResult Validate(string? name, OrchestrixOptions options)
    {
        try
        {
            PostgresConnection.Create(connectionString).Dispose();
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException)
        {
            // The connection string is not shown: it may have a password.
            return ValidateOptionsResult.Fail(new OptionFailure(
                key, null, "must be an Npgsql connection string, for example \"Host=localhost;Username=shop;Password=…;Database=shop\"").ToString());
        }
    }
}
