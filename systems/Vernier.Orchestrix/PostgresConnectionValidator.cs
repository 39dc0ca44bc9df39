using Microsoft.Extensions.Options;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix;

/// <summary>Reports a bad connection string together with the other mistakes of the configuration.</summary>
internal sealed class PostgresConnectionValidator(string connectionString, string key) : IValidateOptions<OrchestrixOptions>
{
    public ValidateOptionsResult Validate(string? name, OrchestrixOptions options)
    {
        try
        {
            PostgresConnection.Create(connectionString).Dispose();
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException exception)
        {
            return ValidateOptionsResult.Fail($"{key}: {exception.Message}");
        }
    }
}
