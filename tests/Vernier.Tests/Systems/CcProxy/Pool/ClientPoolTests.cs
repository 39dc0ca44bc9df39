using Microsoft.Extensions.Logging.Abstractions;
using Vernier.Systems.CcProxy.Hooks;
using Vernier.Systems.CcProxy.Pool;
using Vernier.Tests.Support;

namespace Vernier.Tests.Systems.CcProxy.Pool;

public sealed class ClientPoolTests : IDisposable
{
    private readonly RecordingHook _hook = new();
    private readonly ManualTime _time = new();
    private readonly ClientPool _pool;

    public ClientPoolTests() => _pool = new ClientPool(
        new HookBus([_hook], _time, NullLogger<HookBus>.Instance), new PoolOptions { MaxClients = 2, MinClients = 1, AcquireTimeout = 5, IdleTimeout = 60 }, _time);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public async Task Acquire_OneAfterTheOther_TheSameClientIsUsed()
    {
        using ClientLease first = (await _pool.AcquireAsync(CancellationToken.None))!;
        UpstreamClient client = first.Client;
        first.Dispose();
        first.Dispose();

        using ClientLease second = (await _pool.AcquireAsync(CancellationToken.None))!;

        second.Client.ShouldBeSameAs(client);
        Events().ShouldBe([HookEvent.PoolClientAdded, HookEvent.PoolClientAcquired, HookEvent.PoolClientReleased, HookEvent.PoolClientAcquired]);
    }

    [Fact]
    public async Task Acquire_AllInUse_WaitsUntilOneComesBackAndSaysHowLong()
    {
        ClientLease first = (await _pool.AcquireAsync(CancellationToken.None))!;
        using ClientLease second = (await _pool.AcquireAsync(CancellationToken.None))!;
        ValueTask<ClientLease?> waiting = _pool.AcquireAsync(CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(2));
        first.Dispose();

        using ClientLease third = (await waiting).ShouldNotBeNull();
        third.Client.ShouldBeSameAs(first.Client);
        _hook.Seen.Last(c => c.Event == HookEvent.PoolClientAcquired).Duration.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Acquire_NoneComesBackInTime_IsNullAndThePlaceIsNotLost()
    {
        ClientLease first = (await _pool.AcquireAsync(CancellationToken.None))!;
        using ClientLease second = (await _pool.AcquireAsync(CancellationToken.None))!;
        ValueTask<ClientLease?> waiting = _pool.AcquireAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(5));
        (await waiting).ShouldBeNull();
        first.Dispose();

        using ClientLease? third = await _pool.AcquireAsync(CancellationToken.None);
        third.ShouldNotBeNull();
    }

    [Fact]
    public async Task Acquire_CallerGivesUp_Throws()
    {
        using ClientLease first = (await _pool.AcquireAsync(CancellationToken.None))!;
        using ClientLease second = (await _pool.AcquireAsync(CancellationToken.None))!;
        using var caller = new CancellationTokenSource();
        ValueTask<ClientLease?> waiting = _pool.AcquireAsync(caller.Token);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting.AsTask());
    }

    [Fact]
    public async Task Trim_ClientsAreIdleForLong_TheSmallestNumberStays()
    {
        ClientLease first = (await _pool.AcquireAsync(CancellationToken.None))!;
        ClientLease second = (await _pool.AcquireAsync(CancellationToken.None))!;
        first.Dispose();
        second.Dispose();

        _time.Advance(TimeSpan.FromSeconds(59));
        _pool.Trim();
        _hook.Seen.ShouldNotContain(c => c.Event == HookEvent.PoolClientRemoved);
        _time.Advance(TimeSpan.FromSeconds(1));
        _pool.Trim();
        _pool.Trim();

        _hook.Seen.Count(c => c.Event == HookEvent.PoolClientRemoved).ShouldBe(1);
    }

    [Fact]
    public async Task Dispose_ClientIsInUse_ItIsClosedWhenItComesBack()
    {
        ClientLease lease = (await _pool.AcquireAsync(CancellationToken.None))!;

        _pool.Dispose();
        _hook.Seen.ShouldNotContain(c => c.Event == HookEvent.PoolClientRemoved);
        lease.Dispose();

        Events().TakeLast(2).ShouldBe([HookEvent.PoolClientReleased, HookEvent.PoolClientRemoved]);
    }

    private IEnumerable<HookEvent> Events() => _hook.Seen.Select(c => c.Event);
}
