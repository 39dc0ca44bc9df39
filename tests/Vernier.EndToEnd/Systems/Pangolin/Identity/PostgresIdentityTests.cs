using Npgsql;
using Vernier.EndToEnd.Servers;
using Vernier.Pangolin.Extensions;
using Vernier.Pangolin.Tests.Identity;

namespace Vernier.EndToEnd.Systems.Pangolin.Identity;

public sealed class PostgresIdentityTests(PostgresServerFixture postgres) : IdentityContract, IClassFixture<PostgresServerFixture>
{
    /// <summary>Each test has its own database.</summary>
    private protected override void UseDatabase(PangolinBuilder builder)
    {
        var name = $"identity_{Guid.NewGuid():N}";
        using (var connection = new NpgsqlConnection(postgres.Server.ConnectionString))
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is generated above.
            command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
        builder.UsePostgres(new NpgsqlConnectionStringBuilder(postgres.Server.ConnectionString) { Database = name }.ConnectionString);
    }
}
