using Microsoft.Extensions.Logging.Abstractions;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pool;
using Vernier.Testing;

namespace Vernier.CcProxy.Tests.Pool;

public sealed class ClientPoolTests : IDisposable
{
    private readonly RecordingHook _hook = new();
    private readonly ManualTime _time = new();
    private readonly ClientPool _pool;

    public ClientPoolTests() => _pool = new ClientPool(
        new HookBus([_hook], _time, NullLogger<HookBus>.Instance), new PoolOptions { MaxClients = 2, MinClients = 1, AcquireTimeout = TimeSpan.FromSeconds(5), IdleTimeout = TimeSpan.FromSeconds(60) }, _time);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public async Task Acquire_OneAfterTheOther_ReusesTheClient()
    {
        using var first = (await _pool.AcquireAsync(CancellationToken.None))!;
        first.Dispose();
        first.Dispose();

        using var second = await _pool.AcquireAsync(CancellationToken.None);

        Events().ShouldBe([HookEvent.PoolClientAdded, HookEvent.PoolClientAcquired, HookEvent.PoolClientReleased, HookEvent.PoolClientAcquired]);
    }

    [Fact]
    public async Task Acquire_AllActive_WaitsUntilOneIsReleasedAndReportsTheWait()
    {
        var first = (await _pool.AcquireAsync(CancellationToken.None))!;
        using var second = (await _pool.AcquireAsync(CancellationToken.None))!;
        var waiting = _pool.AcquireAsync(CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(2));
        first.Dispose();

        using var third = (await waiting).ShouldNotBeNull();
        Events().Count(e => e == HookEvent.PoolClientAdded).ShouldBe(2);
        _hook.Seen.Last(c => c.Event == HookEvent.PoolClientAcquired).Duration.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Acquire_NoneIsReleasedInTime_IsNullAndLaterOnesWork()
    {
        var first = (await _pool.AcquireAsync(CancellationToken.None))!;
        using var second = (await _pool.AcquireAsync(CancellationToken.None))!;
        var waiting = _pool.AcquireAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(5));
        (await waiting).ShouldBeNull();
        first.Dispose();

        using var third = await _pool.AcquireAsync(CancellationToken.None);
        third.ShouldNotBeNull();
    }

    [Fact]
    public async Task Acquire_Canceled_Throws()
    {
        using var first = (await _pool.AcquireAsync(CancellationToken.None))!;
        using var second = (await _pool.AcquireAsync(CancellationToken.None))!;
        using var caller = new CancellationTokenSource();
        var waiting = _pool.AcquireAsync(caller.Token);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting.AsTask());
    }

    [Fact]
    public async Task Trim_ClientsReachTheIdleTimeout_TheMinimumIsKept()
    {
        var first = (await _pool.AcquireAsync(CancellationToken.None))!;
        var second = (await _pool.AcquireAsync(CancellationToken.None))!;
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
    public async Task Dispose_ClientIsActive_IsRemovedWhenItIsReleased()
    {
        var lease = (await _pool.AcquireAsync(CancellationToken.None))!;

        _pool.Dispose();
        _hook.Seen.ShouldNotContain(c => c.Event == HookEvent.PoolClientRemoved);
        lease.Dispose();

        Events().TakeLast(2).ShouldBe([HookEvent.PoolClientReleased, HookEvent.PoolClientRemoved]);
    }

    private IEnumerable<HookEvent> Events() => _hook.Seen.Select(c => c.Event);
}
