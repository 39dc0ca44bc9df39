using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.Services.Tests.Storage;

public sealed class ConnectionPoolTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly PoolRecorder _observer = new();
    private readonly ConcurrentQueue<SqliteConnection> _opened = [];
    private readonly ConnectionPool _pool;
    private Exception? _failure;

    public ConnectionPoolTests() => _pool = new ConnectionPool(OpenAsync, new() { MaxConnections = 2, Observer = _observer, Time = _time });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        _opened.ShouldAllBe(connection => connection.State == ConnectionState.Closed);
    }

    [Fact]
    public async Task Rent_AfterAReturn_GetsTheMostRecentlyUsedConnection()
    {
        var first = await _pool.RentAsync(Cancellation);
        var second = await _pool.RentAsync(Cancellation);
        var (older, recent) = (first.Connection, second.Connection);
        first.IsReused.ShouldBeFalse();
        first.Dispose();
        second.Dispose();

        using var third = await _pool.RentAsync(Cancellation);

        third.Connection.ShouldBeSameAs(recent);
        third.Connection.ShouldNotBeSameAs(older);
        third.IsReused.ShouldBeTrue();
        _opened.Count.ShouldBe(2);
        _observer.Counts.ShouldBe(new(InUse: 1, Idle: 1, Waiting: 0));
    }

    [Fact]
    public async Task Rent_AllInUse_WaitsInOrderAndMeasuresTheTime()
    {
        var first = await _pool.RentAsync(Cancellation);
        var second = await _pool.RentAsync(Cancellation);
        _observer.Waits.Clear();
        var third = _pool.RentAsync(Cancellation);
        var fourth = _pool.RentAsync(Cancellation);
        _observer.Counts.ShouldBe(new(InUse: 2, Idle: 0, Waiting: 2));
        _time.Advance(TimeSpan.FromSeconds(3));

        second.Dispose();

        var granted = await third.WithTimeout();
        fourth.IsCompleted.ShouldBeFalse();
        _observer.Waits.ShouldBe([TimeSpan.FromSeconds(3)]);
        _observer.Counts.ShouldBe(new(InUse: 2, Idle: 0, Waiting: 1));
        first.Dispose();
        (await fourth.WithTimeout()).Dispose();
        granted.Dispose();
        _observer.Counts.ShouldBe(new(InUse: 0, Idle: 2, Waiting: 0));
        _opened.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Rent_CanceledWhileWaiting_LeavesTheQueue()
    {
        using var first = await _pool.RentAsync(Cancellation);
        var second = await _pool.RentAsync(Cancellation);
        using var canceled = new CancellationTokenSource();
        var waiting = _pool.RentAsync(canceled.Token);

        await canceled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting.WithTimeout());
        _observer.Counts.ShouldBe(new(InUse: 2, Idle: 0, Waiting: 0));
        second.Dispose();
        _observer.Counts.ShouldBe(new(InUse: 1, Idle: 1, Waiting: 0));
    }

    [Fact]
    public async Task Rent_NoneBecomesFree_FailsWithTheMaximum()
    {
        using var first = await _pool.RentAsync(Cancellation);
        using var second = await _pool.RentAsync(Cancellation);
        var waiting = _pool.RentAsync(Cancellation);

        _time.Advance(TimeSpan.FromSeconds(30));

        (await Should.ThrowAsync<StorageException>(() => waiting.WithTimeout())).Message.ShouldBe("No database connection became free in 30 s: all 2 are in use.");
        _observer.Counts.ShouldBe(new(InUse: 2, Idle: 0, Waiting: 0));
    }

    [Fact]
    public async Task Rent_OpeningFails_FreesThePlace()
    {
        _failure = new IOException("refused");
        for (var i = 0; i < 3; i++)
            await Should.ThrowAsync<IOException>(() => _pool.RentAsync(Cancellation));
        _observer.Counts.ShouldBe(new(InUse: 0, Idle: 0, Waiting: 0));
        _failure = null;

        using var connection = await _pool.RentAsync(Cancellation);

        connection.Connection.State.ShouldBe(ConnectionState.Open);
    }

    [Fact]
    public async Task Rent_OpeningFailsWhileOthersWait_GivesThePlaceToTheNext()
    {
        using var first = await _pool.RentAsync(Cancellation);
        var second = await _pool.RentAsync(Cancellation);
        var third = _pool.RentAsync(Cancellation);
        var fourth = _pool.RentAsync(Cancellation);
        _failure = new IOException("refused");
        second.Connection.Close();

        second.Dispose();

        await Should.ThrowAsync<IOException>(() => third.WithTimeout());
        await Should.ThrowAsync<IOException>(() => fourth.WithTimeout());
        _observer.Counts.ShouldBe(new(InUse: 1, Idle: 0, Waiting: 0));
    }

    [Fact]
    public async Task Return_BrokenConnection_IsClosedTogetherWithTheIdleOnes()
    {
        var first = await _pool.RentAsync(Cancellation);
        var second = await _pool.RentAsync(Cancellation);
        second.Dispose();
        first.Connection.Close();

        first.Dispose();

        _observer.Counts.ShouldBe(new(InUse: 0, Idle: 0, Waiting: 0));
        using var third = await _pool.RentAsync(Cancellation);
        third.IsReused.ShouldBeFalse();
    }

    [Fact]
    public async Task Idle_ForTheTimeout_ClosesTheOldOnesOnly()
    {
        var first = await _pool.RentAsync(Cancellation);
        var second = await _pool.RentAsync(Cancellation);
        first.Dispose();
        _time.Advance(TimeSpan.FromMinutes(4));
        second.Dispose();

        _time.Advance(TimeSpan.FromMinutes(2));

        _observer.Counts.ShouldBe(new(InUse: 0, Idle: 1, Waiting: 0));
        _time.Advance(TimeSpan.FromMinutes(10));
        _observer.Counts.ShouldBe(new(InUse: 0, Idle: 0, Waiting: 0));
    }

    [Fact]
    public async Task Dispose_ConnectionInUse_IsClosedWhenItIsReturned()
    {
        var connection = await _pool.RentAsync(Cancellation);
        using var second = await _pool.RentAsync(Cancellation);
        var waiting = _pool.RentAsync(Cancellation);

        await _pool.DisposeAsync();

        connection.Connection.State.ShouldBe(ConnectionState.Open);
        await Should.ThrowAsync<ObjectDisposedException>(() => waiting.WithTimeout());
        await Should.ThrowAsync<ObjectDisposedException>(() => _pool.RentAsync(Cancellation));
        connection.Dispose();
    }

    [Fact]
    public async Task Rent_ManyAtOnceWithCancellations_NeverExceedsTheMaximumAndLosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            using var canceled = new CancellationTokenSource();
            var renting = _pool.RentAsync(canceled.Token);
            if (i % 3 == 0)
                await canceled.CancelAsync();
            try
            {
                using var connection = await renting;
                await Task.Yield();
            }
            catch (OperationCanceledException)
            {
                // It was canceled before its turn.
            }
        }))).WithTimeout();

        _observer.MostInUse.ShouldBeLessThanOrEqualTo(2);
        _observer.Counts.InUse.ShouldBe(0);
        _observer.Counts.Waiting.ShouldBe(0);
        using var first = await _pool.RentAsync(Cancellation).WithTimeout();
        using var second = await _pool.RentAsync(Cancellation).WithTimeout();
    }

    private async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        if (_failure is not null)
            throw _failure;
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=false");
        await connection.OpenAsync(cancellation);
        _opened.Enqueue(connection);
        return connection;
    }
}
