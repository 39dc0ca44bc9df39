using Vernier.Push.Loop;
using Vernier.Testing;

namespace Vernier.Push.Tests.Loop;

/// <summary>The final push and its timeout.</summary>
public class PushLoopStopTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly PushResult Failed = PushResult.Failed("Connection refused");

    [Fact]
    public async Task Stop_NotStarted_PushesNothing()
    {
        var test = new LoopUnderTest();
        await test.Loop.StopAsync(CancellationToken.None).WithTimeout();
        test.Loop.Start();
        // A schedule would push on a thread of the pool.
        for (var i = 0; i < 10_000; i++)
            await Task.Run(() => { }, TestContext.Current.CancellationToken);
        test.Waiting.ShouldBe(0);
        await test.Loop.DisposeAsync();
        test.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Stop_BetweenTwoPushes_PushesAgain()
    {
        var test = await PushLoopTests.StartedAsync();
        await test.RespondAsync(PushResult.Success());
        await Waiting.UntilAsync(() => test.Count(PushOutcome.Success) == 1, "successful pushes");

        var stop = test.Loop.StopAsync(CancellationToken.None);
        var again = test.Loop.StopAsync(CancellationToken.None);
        var last = await test.NextTryAsync();
        again.IsCompleted.ShouldBeFalse();
        last.Respond(PushResult.Success());
        await Task.WhenAll(stop, again).WithTimeout();
        await test.Loop.DisposeAsync();

        test.Time.Advance(TimeSpan.FromHours(1));
        test.Count(PushOutcome.Success).ShouldBe(2);
        test.Waiting.ShouldBe(0);
        test.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_PushIsRunning_WaitsForIt()
    {
        var test = await PushLoopTests.StartedAsync();
        var running = await test.NextTryAsync();
        var stop = test.Loop.StopAsync(CancellationToken.None);
        (await test.Time.NextTimerAsync()).ShouldBe(Deadline);
        test.Waiting.ShouldBe(0);

        running.Respond(PushResult.Success());
        await test.RespondAsync(PushResult.Success());
        await stop.WithTimeout();
        test.MostAtATime.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_WaitingForARetry_PushesImmediately()
    {
        var test = await PushLoopTests.StartedAsync();
        await test.RespondAsync(Failed);
        await test.Time.NextTimerAsync();

        var stop = test.Loop.StopAsync(CancellationToken.None);
        await test.RespondAsync(PushResult.Success());
        await stop.WithTimeout();
    }

    [Fact]
    public async Task Stop_BreakerIsOpen_PushesWithRetries()
    {
        var test = await PushLoopTests.StartedAsync(options => options.BreakerThreshold = 1);
        await test.RespondAsync(Failed);
        await Waiting.UntilAsync(() => test.BreakerIs("open"), "the breaker is open");

        var stop = test.Loop.StopAsync(CancellationToken.None);
        (await test.Time.NextTimerAsync()).ShouldBe(Deadline);
        await test.RespondAsync(Failed);
        await test.PassAsync();
        await test.RespondAsync(PushResult.Success());
        await stop.WithTimeout();
        test.BreakerIs("closed").ShouldBeTrue();
    }

    [Fact]
    public async Task Stop_TargetHangs_EndsAtTheDeadlineAndIsLogged()
    {
        var test = await PushLoopTests.StartedAsync();
        await test.RespondAsync(PushResult.Success());
        var stop = test.Loop.StopAsync(CancellationToken.None);
        var hanging = await test.NextTryAsync();
        test.Time.Advance(Deadline - TimeSpan.FromTicks(1));
        stop.IsCompleted.ShouldBeFalse();
        hanging.Cancellation.IsCancellationRequested.ShouldBeFalse();
        test.Time.Advance(TimeSpan.FromTicks(1));
        await stop.WithTimeout();
        hanging.Cancellation.IsCancellationRequested.ShouldBeTrue();
        test.Log.Lines.ShouldBe(["Warning: Final push to target failed: not completed within 00:00:05. The last metrics are lost."]);
    }

    [Fact]
    public async Task Stop_RunningPushHangs_EndsAtTheDeadlineAndCancelsThePush()
    {
        var test = await PushLoopTests.StartedAsync();
        var hanging = await test.NextTryAsync();
        var stop = test.Loop.StopAsync(CancellationToken.None);
        hanging.Cancellation.IsCancellationRequested.ShouldBeFalse();
        test.Time.Advance(Deadline);
        await stop.WithTimeout();
        hanging.Cancellation.IsCancellationRequested.ShouldBeTrue();
        test.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Stop_CallerCancels_EndsImmediately()
    {
        var test = await PushLoopTests.StartedAsync();
        var hanging = await test.NextTryAsync();
        await test.Loop.StopAsync(new CancellationToken(canceled: true)).WithTimeout();
        hanging.Cancellation.IsCancellationRequested.ShouldBeTrue();
        test.Log.Lines.ShouldHaveSingleItem().ShouldContain("the shutdown was aborted");
    }

    [Fact]
    public async Task Stop_FinalPushFails_IsLogged()
    {
        var test = await PushLoopTests.StartedAsync(options => options.MaxRetries = 0);
        await test.RespondAsync(PushResult.Success());
        var stop = test.Loop.StopAsync(CancellationToken.None);
        await test.RespondAsync(Failed);
        await stop.WithTimeout();
        test.Log.Lines[^1].ShouldBe("Warning: Final push to target failed: Connection refused. The last metrics are lost.");
    }
}
