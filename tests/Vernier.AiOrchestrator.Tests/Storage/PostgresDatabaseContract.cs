using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Storage;

/// <summary>What only PostgreSQL must do. The class that inherits it has the server.</summary>
/// <param name="connectionString">The connection string of a running server, without a password.</param>
public abstract class PostgresDatabaseContract(string connectionString) : DatabaseContract(() => TestDatabase.Postgres(connectionString))
{
    protected abstract Task StopServerAsync();

    protected abstract Task StartServerAsync();

    [Fact]
    public async Task SkipLocked_RowLockedByAnotherHost_TakesTheNextOneWithoutWaiting()
    {
        await using var other = TestDatabase.Postgres(connectionString);
        await InsertAsync(new Row { Id = 1 });
        await InsertAsync(new Row { Id = 2 });

        await Database.WriteAsync(async session =>
        {
            (await TakeAsync(session, "a")).ShouldBe(1);
            (await other.Database.WriteAsync(second => TakeAsync(second, "b"), Cancellation).WithTimeout()).ShouldBe(2);
            (await other.Database.WriteAsync(second => TakeAsync(second, "b"), Cancellation).WithTimeout()).ShouldBeNull();
        }, Cancellation);

        (await ReadAsync()).Select(row => row.TakenBy).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task SkipLocked_OtherHostRollsBack_ReturnsTheRowToTheQueue()
    {
        await InsertAsync(new Row { Id = 1 });
        await Should.ThrowAsync<InvalidOperationException>(() => Database.WriteAsync(async session =>
        {
            await TakeAsync(session, "a");
            throw new InvalidOperationException();
        }, Cancellation));

        (await Database.WriteAsync(session => TakeAsync(session, "b"), Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task Write_ServerStopsDuringTheTransaction_StoresNothingAndWorksAfterItsStart()
    {
        const string Password = "s3cr3t-p4ss";
        await using var other = TestDatabase.Postgres($"{connectionString};Password={Password}");

        var exception = await Should.ThrowAsync<StorageException>(() => other.Database.WriteAsync(async session =>
        {
            await InsertAsync(session, new Row { Id = 1 });
            await StopServerAsync();
            await InsertAsync(session, new Row { Id = 2 });
        }, Cancellation));
        exception.ToString().ShouldNotContain(Password);

        exception = await Should.ThrowAsync<StorageException>(() => other.Database.ReadAsync(session => session.QueryAsync<long>("SELECT 1"), Cancellation));
        exception.Message.ShouldStartWith("PostgreSQL at 127.0.0.1:");
        exception.Message.ShouldContain("is unavailable");
        exception.ToString().ShouldNotContain(Password);

        await StartServerAsync();
        (await ReadWhenConnectedAsync()).ShouldBeEmpty();
        await InsertAsync(new Row { Id = 3 });
    }

    /// <summary>The pool has connections that the stop of the server has broken; each fails once.</summary>
    private async Task<IReadOnlyList<Row>> ReadWhenConnectedAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadAsync();
            }
            catch (StorageException) when (attempt < 10)
            {
                // The next attempt gets another connection.
            }
        }
    }
}
