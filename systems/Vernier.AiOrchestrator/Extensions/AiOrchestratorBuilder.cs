using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Extensions;

/// <summary>Configures AI Orchestrator. Not thread-safe.</summary>
public sealed class AiOrchestratorBuilder
{
    internal AiOrchestratorBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Stores runs, users and budgets in PostgreSQL instead of a SQLite file, so that several hosts share them. The hosts must also share their secrets:
    /// a Vault, or a common secrets directory.
    /// </summary>
    /// <param name="connectionString">
    /// An Npgsql connection string. The tables are created when the application starts. An invalid connection string is reported at startup.
    /// </param>
    /// <param name="key">The configuration key of the connection string, for error messages.</param>
    /// <returns>This builder.</returns>
    public AiOrchestratorBuilder UsePostgres(string connectionString, string key = "ConnectionStrings:ai-orchestrator")
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        Services.AddSingleton<IValidateOptions<AiOrchestratorOptions>>(new ConnectionStringValidator<AiOrchestratorOptions>(connectionString, key));
        Services.AddSingleton<Database>(_ => new PostgresDatabase(connectionString, "ai-orchestrator"));
        return this;
    }
}
