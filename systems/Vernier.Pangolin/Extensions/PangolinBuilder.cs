using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.Pangolin.Configuration;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Extensions;

/// <summary>Configures Pangolin. Not thread-safe.</summary>
public sealed class PangolinBuilder
{
    internal PangolinBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Stores the state in PostgreSQL instead of a SQLite file, so that several servers share it.</summary>
    /// <param name="connectionString">
    /// An Npgsql connection string. The tables are created when the application starts. An invalid connection string is reported at startup.
    /// </param>
    /// <param name="key">The configuration key of the connection string, for error messages.</param>
    /// <returns>This builder.</returns>
    public PangolinBuilder UsePostgres(string connectionString, string key = "ConnectionStrings:pangolin")
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        Services.AddSingleton<IValidateOptions<PangolinOptions>>(new ConnectionStringValidator<PangolinOptions>(connectionString, key));
        Services.AddSingleton<Database>(_ => new PostgresDatabase(connectionString, "pangolin"));
        return this;
    }
}
