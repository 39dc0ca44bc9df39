using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Reload;
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
        Services.AddSingleton<Database>(provider => new PostgresDatabase(connectionString, "pangolin", PangolinServiceCollectionExtensions.PoolOptions(provider)));
        return this;
    }

    /// <summary>Applies changes of the configuration file while the server runs. An invalid file is rejected as a whole, and its errors are logged.</summary>
    /// <param name="path">The file that is watched. It can be a symbolic link.</param>
    /// <param name="read">
    /// Reads all configuration sources again, and returns the section of Pangolin. Errors outside the section can be added to the collection, so that they are
    /// logged together with those of the section. An exception means that a source cannot be read. Errors and exceptions reject the change.
    /// </param>
    /// <returns>This builder.</returns>
    public PangolinBuilder ReloadFrom(string path, Func<ICollection<string>, IConfigurationSection> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(read);
        Services.AddSingleton(new ConfigurationSource(path, read));
        return this;
    }
}
