using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.Services.Tests.Storage;

/// <summary>What each database must do; inherited by one test class for each. Each test has its own table.</summary>
public abstract class DatabaseContract(Func<TestDatabase> open) : IAsyncLifetime
{
    private readonly TestDatabase _opened = open();
    private readonly string _table = $"contract_{Guid.NewGuid():N}";

    private protected Database Database => _opened.Database;

    private protected string Table => _table;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Database.CreateTablesAsync([Script], Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _opened.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private TableScript Script => new(
        $"CREATE TABLE IF NOT EXISTS {_table} (id bigint PRIMARY KEY, some_text text, amount double precision, taken_by text, counted bigint NOT NULL DEFAULT 0);");

    [Fact]
    public async Task Write_Values_AreReadBackUnchanged()
    {
        var row = new Row { Id = long.MaxValue, SomeText = "ü 😀 'quoted' \"\n", Amount = 0.1 + 0.2 };

        await InsertAsync(row);

        (await ReadAsync()).ShouldHaveSingleItem().ShouldBe(row);
    }

    [Fact]
    public async Task Write_Null_IsReadBackAsNull()
    {
        await InsertAsync(new Row { Id = 1 });

        (await ReadAsync()).ShouldHaveSingleItem().ShouldBe(new Row { Id = 1 });
    }

    [Theory]
    [InlineData(new string[0], 3)]
    [InlineData(new[] { "a" }, 2)]
    [InlineData(new[] { "a", "c", "x" }, 1)]
    public async Task NotIn_Array_SelectsRowsWithOtherValues(string[] values, int expected)
    {
        foreach (var (id, text) in ((long, string)[])[(1, "a"), (2, "b"), (3, "c")])
            await InsertAsync(new Row { Id = id, SomeText = text });

        (await Database.ReadAsync(
            session => session.FirstOrDefaultAsync<long>($"SELECT COUNT(*) FROM {_table} WHERE {Database.NotIn("some_text", "@Values")}", new { Values = values }),
            Cancellation)).ShouldBe(expected);
    }

    [Fact]
    public async Task Write_ResultOfReturning_IsReturned() => (await Database.WriteAsync(
        session => session.FirstOrDefaultAsync<long>($"INSERT INTO {_table} (id) VALUES (7) RETURNING id"), Cancellation)).ShouldBe(7);

    [Fact]
    public async Task Write_Exception_StoresNothing()
    {
        var exception = await Should.ThrowAsync<InvalidOperationException>(() => Database.WriteAsync(async session =>
        {
            await InsertAsync(session, new Row { Id = 1 });
            throw new InvalidOperationException("after the insert");
        }, Cancellation));

        exception.Message.ShouldBe("after the insert");
        (await ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_SecondStatementFails_StoresNothing()
    {
        await Should.ThrowAsync<StorageException>(() => Database.WriteAsync(async session =>
        {
            await InsertAsync(session, new Row { Id = 1 });
            await session.ExecuteAsync($"INSERT INTO {_table} (unknown_column) VALUES (1)");
        }, Cancellation));

        (await ReadAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_Canceled_StoresNothingAndLetsTheNextWriterIn()
    {
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        await Should.ThrowAsync<OperationCanceledException>(() => Database.WriteAsync(async session =>
        {
            await InsertAsync(session, new Row { Id = 1 });
            await canceled.CancelAsync();
            await InsertAsync(session, new Row { Id = 2 });
        }, canceled.Token));
        await InsertAsync(new Row { Id = 3 });

        (await ReadAsync()).Select(row => row.Id).ShouldBe([3]);
    }

    [Fact]
    public async Task Write_CanceledWhileAnotherWriterHoldsTheRow_StopsWaiting()
    {
        await InsertAsync(new Row { Id = 1 });
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        await Database.WriteAsync(async session =>
        {
            await CountAsync(session, 1);
            var waiting = Database.WriteAsync(other => CountAsync(other, 1), canceled.Token);
            await canceled.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => waiting.WithTimeout());
        }, Cancellation);

        (await ReadAsync()).ShouldHaveSingleItem().Counted.ShouldBe(1);
    }

    [Fact]
    public async Task Write_SameKey_FailsWithoutTheValue()
    {
        await InsertAsync(new Row { Id = 987_654_321, SomeText = "first" });

        var exception = await Should.ThrowAsync<StorageException>(() => InsertAsync(new Row { Id = 987_654_321, SomeText = "second" }));

        exception.Message.ShouldNotContain("987654321");
        (await ReadAsync()).ShouldHaveSingleItem().SomeText.ShouldBe("first");
    }

    [Fact]
    public async Task Write_ConstraintIsViolated_NamesTheColumn()
    {
        var exception = await Should.ThrowAsync<StorageException>(() => Database.WriteAsync(
            session => session.ExecuteAsync($"INSERT INTO {_table} (id, counted) VALUES (1, NULL)"), Cancellation));

        exception.Message.ShouldContain("counted");
    }

    [Fact]
    public async Task Write_ConcurrentUpserts_LoseNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => Database.WriteAsync(session => session.ExecuteAsync(
            $"INSERT INTO {_table} (id, counted) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET counted = {_table}.counted + excluded.counted"), Cancellation))));

        (await ReadAsync()).ShouldHaveSingleItem().Counted.ShouldBe(40);
    }

    [Fact]
    public async Task Write_ConcurrentDecisionsOnALockedRow_LoseNone()
    {
        await InsertAsync(new Row { Id = 1 });

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => Database.WriteAsync(async session =>
        {
            var counted = await session.FirstOrDefaultAsync<long>($"SELECT counted FROM {_table} WHERE id = 1 {Database.ForUpdate}");
            await session.ExecuteAsync($"UPDATE {_table} SET counted = @Counted WHERE id = 1", new { Counted = counted + 1 });
        }, Cancellation))));

        (await ReadAsync()).ShouldHaveSingleItem().Counted.ShouldBe(40);
    }

    [Fact]
    public async Task SkipLocked_TwoWorkersOnAQueue_TakeEachRowOnce()
    {
        await Database.WriteAsync(async session =>
        {
            for (var i = 0; i < 50; i++)
                await InsertAsync(session, new Row { Id = i });
        }, Cancellation);

        var taken = await Task.WhenAll(DrainAsync("a"), DrainAsync("b"));

        taken.Sum(rows => rows.Count).ShouldBe(50);
        taken.SelectMany(rows => rows).Distinct().Count().ShouldBe(50);
        (await ReadAsync()).ShouldAllBe(row => taken[row.TakenBy == "a" ? 0 : 1].Contains(row.Id));
    }

    [Fact]
    public async Task Read_WhileATransactionIsOpen_SeesTheCommittedStateWithoutWaiting()
    {
        await InsertAsync(new Row { Id = 1 });

        await Database.WriteAsync(async session =>
        {
            await InsertAsync(session, new Row { Id = 2 });
            (await ReadAsync().WithTimeout()).Count.ShouldBe(1);
        }, Cancellation);

        (await ReadAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task CreateTables_ManyHostsAtOnce_WorksForAllAndKeepsRows()
    {
        await InsertAsync(new Row { Id = 1 });
        var script = new TableScript($"CREATE TABLE IF NOT EXISTS {_table}_new (id bigint PRIMARY KEY); CREATE INDEX IF NOT EXISTS {_table}_index ON {_table}_new (id);");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.CreateTablesAsync([Script, script], Cancellation))));

        (await ReadAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Read_UnknownTable_FailsWithItsName()
    {
        var exception = await Should.ThrowAsync<StorageException>(() => Database.ReadAsync(session => session.QueryAsync<Row>("SELECT * FROM no_such_table"), Cancellation));

        exception.Message.ShouldContain("no_such_table");
        exception.Message.ShouldContain(Database.Name);
    }

    private protected Task InsertAsync(Row row) => Database.WriteAsync(session => InsertAsync(session, row), Cancellation);

    private protected Task InsertAsync(DatabaseSession session, Row row) =>
        session.ExecuteAsync($"INSERT INTO {_table} (id, some_text, amount) VALUES (@Id, @SomeText, @Amount)", row);

    private protected Task<IReadOnlyList<Row>> ReadAsync() =>
        Database.ReadAsync(session => session.QueryAsync<Row>($"SELECT id, some_text, amount, taken_by, counted FROM {_table} ORDER BY id"), Cancellation);

    private protected Task<long?> TakeAsync(DatabaseSession session, string worker) => session.FirstOrDefaultAsync<long?>($"""
        UPDATE {_table} SET taken_by = @Worker WHERE id IN (SELECT id FROM {_table} WHERE taken_by IS NULL ORDER BY id LIMIT 1 {Database.SkipLocked}) RETURNING id
        """, new { Worker = worker });

    private Task<int> CountAsync(DatabaseSession session, long id) =>
        session.ExecuteAsync($"UPDATE {_table} SET counted = counted + 1 WHERE id = @Id", new { Id = id });

    private async Task<IReadOnlyList<long>> DrainAsync(string worker)
    {
        var taken = new List<long>();
        while (await Database.WriteAsync(session => TakeAsync(session, worker), Cancellation) is { } id)
            taken.Add(id);
        return taken;
    }

    private protected sealed record Row
    {
        public long Id { get; init; }

        public string? SomeText { get; init; }

        public double? Amount { get; init; }

        public string? TakenBy { get; init; }

        public long Counted { get; init; }
    }
}
