using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Storage;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Extensions;

/// <summary>Reports an invalid connection string together with the other errors of the configuration.</summary>
internal sealed class PostgresConnectionValidator(string connectionString, string key) : IValidateOptions<AiOrchestratorOptions>
{
    public ValidateOptionsResult Validate(string? name, AiOrchestratorOptions options)
    {
        try
        {
            PostgresDatabase.Settings(connectionString);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException)
        {
            // The connection string is not shown: it may have a password.
            return ValidateOptionsResult.Fail(new OptionFailure(
                key, null, "must be an Npgsql connection string, for example \"Host=localhost;Username=orchestrator;Password=…;Database=orchestrator\"").ToString());
        }
    }
}
