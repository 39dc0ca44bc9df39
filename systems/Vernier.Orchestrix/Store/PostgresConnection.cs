using Npgsql;

namespace Vernier.Orchestrix.Store;

/// <summary>Creates the data source of a <see cref="PostgresEventStore"/>.</summary>
internal static class PostgresConnection
{
    /// <summary>
    /// Five seconds to connect and for each statement, instead of the 15 and 30 seconds of Npgsql: a client waits for the order to be accepted. The
    /// connection string follows the defaults, and the last of two settings with the same name wins.
    /// </summary>
    private const string Defaults = "Timeout=5;Command Timeout=5;Application Name=orchestrix;";

    /// <summary>Creates the data source without connecting.</summary>
    /// <exception cref="ArgumentException">The connection string is invalid. The message has no details, because they could contain a password.</exception>
    public static NpgsqlDataSource Create(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(Defaults + connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw Invalid();
        }

        return string.IsNullOrWhiteSpace(settings.Host) ? throw Invalid() : NpgsqlDataSource.Create(settings);
    }

    private static ArgumentException Invalid() =>
        new("Invalid connection string of the event store. It must be, for example, \"Host=localhost;Username=shop;Password=…;Database=shop\".");
}
