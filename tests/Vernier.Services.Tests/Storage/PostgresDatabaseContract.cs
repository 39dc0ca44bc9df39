using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.Services.Tests.Storage;

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
        (await ReadAsync()).ShouldBeEmpty();
        await InsertAsync(new Row { Id = 3 });
    }

    [Fact]
    public async Task Read_ServerWasRestarted_WorksWithoutAnErrorOnEachIdleConnection()
    {
        var observer = new PoolRecorder();
        await using var other = TestDatabase.Postgres(connectionString, new() { Observer = observer });
        await OpenManyAsync(other.Database, 5);
        observer.Idle.ShouldBe(5);

        await StopServerAsync();
        await StartServerAsync();

        (await other.Database.ReadAsync(session => session.FirstOrDefaultAsync<long>("SELECT 1"), Cancellation)).ShouldBe(1);
        observer.Idle.ShouldBe(1); // The broken ones are closed together.
        await other.Database.WriteAsync(session => InsertAsync(session, new Row { Id = 1 }), Cancellation);
        (await ReadAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Write_FirstStatementOnATerminatedConnection_IsStoredOnce()
    {
        await using var other = TestDatabase.Postgres(connectionString);
        await InsertAsync(new Row { Id = 1 });
        var process = await other.Database.ReadAsync(session => session.FirstOrDefaultAsync<long>("SELECT pg_backend_pid()::bigint"), Cancellation);
        await Database.ReadAsync(session => session.ExecuteAsync("SELECT pg_terminate_backend(@Process::int)", new { Process = process }), Cancellation);

        await other.Database.WriteAsync(async session =>
        {
            await session.ExecuteAsync($"UPDATE {Table} SET counted = counted + 1");
            await session.ExecuteAsync($"UPDATE {Table} SET counted = counted + 1");
        }, Cancellation);

        (await ReadAsync()).ShouldHaveSingleItem().Counted.ShouldBe(2);
    }

    [Fact]
    public async Task Write_ConnectionIsTerminatedDuringTheTransaction_FailsAndStoresNothing()
    {
        await using var other = TestDatabase.Postgres(connectionString);
        await OpenManyAsync(other.Database, 1);

        await Should.ThrowAsync<StorageException>(() => other.Database.WriteAsync(async session =>
        {
            await InsertAsync(session, new Row { Id = 1 });
            var process = await session.FirstOrDefaultAsync<long>("SELECT pg_backend_pid()::bigint");
            await Database.ReadAsync(second => second.ExecuteAsync("SELECT pg_terminate_backend(@Process::int)", new { Process = process }), Cancellation);
            await InsertAsync(session, new Row { Id = 2 });
        }, Cancellation));

        (await ReadAsync()).ShouldBeEmpty();
    }

    /// <summary>Uses a number of connections at the same time, so that the pool has them.</summary>
    private static async Task OpenManyAsync(Database database, int count)
    {
        if (count == 0)
            return;
        await database.ReadAsync(async session =>
        {
            await session.ExecuteAsync("SELECT 1");
            await OpenManyAsync(database, count - 1);
            return true;
        }, Cancellation);
    }
}
