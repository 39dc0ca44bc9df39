using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Storage;

namespace Vernier.AiOrchestrator;

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
    /// <param name="connectionString">An Npgsql connection string. The tables are created when the application starts.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The connection string is invalid.</exception>
    public AiOrchestratorBuilder UsePostgres(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        Services.AddSingleton<Database>(new PostgresDatabase(connectionString));
        return this;
    }
}
