using Npgsql;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix.Tests.Store;

public class PostgresConnectionTests
{
    [Fact]
    public void Create_PlainString_ShortensTheTimeouts()
    {
        using var source = PostgresConnection.Create("Host=localhost;Username=u;Database=d");

        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        settings.Timeout.ShouldBe(5);
        settings.CommandTimeout.ShouldBe(5);
        settings.ApplicationName.ShouldBe("orchestrix");
    }

    [Fact]
    public void Create_StringWithTimeouts_KeepsThem()
    {
        using var source = PostgresConnection.Create("Host=localhost;Timeout=9;Command Timeout=11");

        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        settings.Timeout.ShouldBe(9);
        settings.CommandTimeout.ShouldBe(11);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Username=u")]
    [InlineData("Host=h;Password=hun;ter2=1")]
    [InlineData("Host=h;Password='hunter2")]
    [InlineData("Host=h;Port=hunter2")]
    public void Create_InvalidConnectionString_ThrowsWithoutShowingIt(string text)
    {
        var exception = Should.Throw<ArgumentException>(() => PostgresConnection.Create(text));

        exception.Message.ShouldStartWith("Invalid connection string of the event store");
        exception.ToString().ShouldNotContain("geh");
        exception.ToString().ShouldNotContain("ter2");
    }
}
