using Npgsql;

namespace Vernier.Orchestrix.Store;

/// <summary>Makes the data source of a <see cref="PostgresEventStore"/> from a connection string.</summary>
internal static class PostgresConnection
{
    /// <summary>
    /// Five seconds to connect and for each statement, instead of Npgsql's 15 and 30: somebody is waiting for the order to be accepted. They stand
    /// before the application's own settings, and of two settings of one name the later one holds.
    /// </summary>
    private const string Defaults = "Timeout=5;Command Timeout=5;Application Name=orchestrix;";

    /// <summary>Opens nothing yet.</summary>
    /// <exception cref="ArgumentException">It is not a connection string. What is wrong with it is not said, because that may quote a password.</exception>
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
        new("The connection string of the event store is not valid; expected is, for example, \"Host=localhost;Username=shop;Password=…;Database=shop\".");
}
