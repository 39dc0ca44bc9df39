using Vernier.Services.Storage;

namespace Vernier.Services.Tests.Storage;

public class SqliteDatabaseTests() : DatabaseContract(TestDatabase.Sqlite)
{
    [Fact]
    public async Task Write_DiskIsFull_StoresNothingAndNamesTheFile()
    {
        await InsertAsync(new Row { Id = 1 });

        // The limit of pages has the effect of a full disk for this connection: SQLITE_FULL.
        var exception = await Should.ThrowAsync<StorageException>(() => Database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("PRAGMA max_page_count = 10");
            for (var i = 2; ; i++)
                await InsertAsync(session, new Row { Id = i, SomeText = new string('x', 1000) });
        }, Cancellation));

        exception.Message.ShouldContain("is full");
        exception.Message.ShouldContain("test.db");
        (await ReadAsync()).ShouldHaveSingleItem().Id.ShouldBe(1);
    }

    [Fact]
    public async Task Write_DiskWasFull_WorksWhenSpaceIsFree()
    {
        await Should.ThrowAsync<StorageException>(() => Database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("PRAGMA max_page_count = 10");
            await InsertAsync(session, new Row { Id = 1, SomeText = new string('x', 100_000) });
        }, Cancellation));
        await Database.ReadAsync(session => session.ExecuteAsync("PRAGMA max_page_count = 100000"), Cancellation);

        await InsertAsync(new Row { Id = 2, SomeText = new string('x', 100_000) });

        (await ReadAsync()).ShouldHaveSingleItem().Id.ShouldBe(2);
    }

    [Fact]
    public async Task Write_Always_SurvivesAPowerFailure() =>
        (await Database.ReadAsync(session => session.FirstOrDefaultAsync<long>("PRAGMA synchronous"), Cancellation)).ShouldBe(2);

    [Fact]
    public async Task CreateTables_FileIsNotADatabase_FailsWithItsPath()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, new string('x', 10_000), Cancellation);
            await using var database = new SqliteDatabase(file);

            var exception = await Should.ThrowAsync<StorageException>(() => database.CreateTablesAsync([], Cancellation));

            exception.Message.ShouldContain(file);
            exception.Message.ShouldContain("not a database");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
