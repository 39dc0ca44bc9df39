using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Vernier.Push.Loop;
using Vernier.Push.Pushgateway;
using Vernier.Testing;

namespace Vernier.Push.Tests.Loop;

/// <summary>When the loop pushes.</summary>
public class PushLoopTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly PushResult Failed = PushResult.Failed("503 Service Unavailable", 503);
    private static readonly PushResult Refused = PushResult.Refused("400 Bad Request", 400);

    [Fact]
    public void Loop_NotStarted_HasItsSeriesAtZeroAndPushesNothing()
    {
        var test = new LoopUnderTest();
        ParsedCounts(test).ShouldBe([0, 0, 0, 0]);
        test.Registry.Scrape().Value("vernier_push_duration_seconds_count", ("target", "target")).ShouldBe(0);
        test.BreakerIs("closed").ShouldBeTrue();
        test.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Start_TargetAccepts_PushesImmediatelyAndAtEachInterval()
    {
        var test = new LoopUnderTest();
        test.Loop.Start();
        test.Loop.Start();
        (await test.Time.NextTimerAsync()).ShouldBe(Minute);
        for (var i = 0; i < 3; i++)
        {
            var one = await test.NextTryAsync();
            test.Count(PushOutcome.Success).ShouldBe(i);
            one.Respond(PushResult.Success());
            test.Time.Advance(Minute);
        }
        await test.NextTryAsync();
        test.Count(PushOutcome.Success).ShouldBe(3);
        test.Waiting.ShouldBe(0);
        test.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Push_Fails_IsRetriedWithGrowingDelaysAndAtTheInterval()
    {
        var test = await StartedAsync();
        await test.RespondAsync(Failed);
        (await test.PassAsync()).TotalSeconds.ShouldBeInRange(0.75, 1.25);
        await test.RespondAsync(Failed);
        (await test.PassAsync()).TotalSeconds.ShouldBeInRange(1.5, 2.5);
        await test.RespondAsync(Failed);
        test.Time.Advance(Minute);
        var next = await test.NextTryAsync();
        ParsedCounts(test).ShouldBe([0, 0, 3, 0]);

        next.Respond(PushResult.Success());
        test.Time.Advance(Minute);
        await test.NextTryAsync();
        test.Log.Lines.ShouldBe(
        [
            "Warning: Push to target failed: 503 Service Unavailable. Pushing continues; logged once per state change.",
            "Warning: Push to target succeeded again.",
        ]);
    }

    [Fact]
    public async Task Start_WithinAnActivity_PushesOutsideOfIt()
    {
        using var activity = new Activity("request").Start();
        var seen = new TaskCompletionSource<Activity?>();
        await using var loop = new PushLoop(
            "target",
            _ =>
            {
                seen.TrySetResult(Activity.Current);
                return Task.FromResult(PushResult.Success());
            },
            Scraping.NewRegistry(),
            new PushgatewayOptions(),
            NullLogger.Instance);
        loop.Start();
        Activity.Current.ShouldBe(activity);
        (await seen.Task.WithTimeout()).ShouldBeNull();
    }

    [Fact]
    public async Task Flush_Fails_IsReturnedAndLogged()
    {
        var test = new LoopUnderTest();
        var flush = test.Loop.FlushAsync(TestContext.Current.CancellationToken);
        await test.RespondAsync(Failed);
        (await flush).ShouldBe(Failed);
        test.Log.Lines.ShouldHaveSingleItem().ShouldStartWith("Warning: Push to target failed: 503 Service Unavailable.");
    }

    [Fact]
    public async Task Push_SucceedsAtTheRetry_IsNotLogged()
    {
        var test = await StartedAsync();
        await test.RespondAsync(Failed);
        await test.PassAsync();
        await test.RespondAsync(PushResult.Success());
        test.Time.Advance(Minute);
        await test.NextTryAsync();
        ParsedCounts(test).ShouldBe([1, 0, 1, 0]);
        test.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Push_Refused_IsTriedAtTheNextIntervalAndLoggedOnce()
    {
        var test = await StartedAsync();
        for (var i = 0; i < 10; i++)
        {
            await test.RespondAsync(Refused);
            test.Time.Advance(Minute);
        }
        await test.NextTryAsync();
        ParsedCounts(test).ShouldBe([0, 10, 0, 0]);
        test.BreakerIs("closed").ShouldBeTrue();
        test.Log.Lines.ShouldBe(["Warning: Push to target was refused: 400 Bad Request. Pushing continues; logged once per state change."]);
    }

    [Fact]
    public async Task Push_RetryAfter_IsNotRetriedBefore()
    {
        var test = await StartedAsync();
        await test.RespondAsync(PushResult.Failed("429 Too Many Requests", 429, TimeSpan.FromSeconds(20)));
        (await test.Time.NextTimerAsync()).ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Push_RetryWouldFollowTheNextPush_IsNotRetried()
    {
        var test = await StartedAsync(options => (options.Interval, options.RetryDelay) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)));
        for (var i = 0; i < 4; i++)
        {
            await test.RespondAsync(Failed);
            test.Time.Advance(TimeSpan.FromSeconds(1));
        }
        await test.NextTryAsync();
        test.Count(PushOutcome.Failed).ShouldBe(4);
    }

    [Fact]
    public async Task Push_KeepsFailing_BreakerSkipsThenTriesOnceThenCloses()
    {
        var test = await StartedAsync(options => (options.MaxRetries, options.BreakerThreshold, options.BreakDuration) = (0, 2, TimeSpan.FromSeconds(90)));
        await test.RespondAsync(Failed);
        test.Time.Advance(Minute);
        await test.RespondAsync(Failed);
        await Waiting.UntilAsync(() => test.BreakerIs("open"), "the breaker is open");
        test.Time.Advance(Minute);
        await Waiting.UntilAsync(() => test.Count(PushOutcome.Skipped) == 1, "skipped pushes");
        (await test.Loop.FlushAsync(CancellationToken.None)).ShouldBe(PushResult.Skipped("the circuit breaker is open after consecutive failures"));
        test.Waiting.ShouldBe(0);

        test.Time.Advance(Minute);
        var trial = await test.NextTryAsync();
        test.BreakerIs("half_open").ShouldBeTrue();
        trial.Respond(PushResult.Success());
        await Waiting.UntilAsync(() => test.BreakerIs("closed"), "the breaker is closed");
        ParsedCounts(test).ShouldBe([1, 0, 2, 2]);
    }

    [Fact]
    public async Task Push_TargetRecoversAfterTenMinutes_LogsOncePerStateChange()
    {
        var test = await StartedAsync(options => (options.MaxRetries, options.BreakDuration) = (0, TimeSpan.FromSeconds(150)));
        for (var failed = 1; failed <= test.Options.BreakerThreshold; failed++)
            await FailAsync(failed);
        await SkipAsync(1);
        await SkipAsync(2);
        await FailAsync(6);
        await SkipAsync(3);
        await SkipAsync(4);

        for (var success = 1; success <= 2; success++)
        {
            await test.RespondAsync(PushResult.Success());
            await Waiting.UntilAsync(() => test.Count(PushOutcome.Success) == success, "successful pushes");
            test.Time.Advance(Minute);
        }

        ParsedCounts(test).ShouldBe([2, 0, 6, 4]);
        test.BreakerIs("closed").ShouldBeTrue();
        test.Log.Lines.Select(line => line.Split(' ')[0]).ShouldBe(["Warning:", "Warning:"]);

        async Task FailAsync(int count)
        {
            await test.RespondAsync(Failed);
            await Waiting.UntilAsync(() => test.Count(PushOutcome.Failed) == count, "failed pushes");
            test.Time.Advance(Minute);
        }

        async Task SkipAsync(int count)
        {
            await Waiting.UntilAsync(() => test.Count(PushOutcome.Skipped) == count, "skipped pushes");
            test.Waiting.ShouldBe(0);
            test.Time.Advance(Minute);
        }
    }

    [Fact]
    public async Task Push_BreakerOpensDuringRetries_StopsThem()
    {
        var test = await StartedAsync(options => (options.MaxRetries, options.BreakerThreshold, options.BreakDuration) = (10, 2, TimeSpan.FromSeconds(30)));
        await test.RespondAsync(Failed);
        await test.PassAsync();
        await test.RespondAsync(Failed);
        await Waiting.UntilAsync(() => test.BreakerIs("open"), "the breaker is open");
        test.Time.Advance(Minute);
        await test.NextTryAsync();
        ParsedCounts(test).ShouldBe([0, 0, 2, 0]);
    }

    [Fact]
    public async Task Push_TakesLongerThanTheInterval_DoesNotOverlapOrAccumulate()
    {
        var test = await StartedAsync();
        var slow = await test.NextTryAsync();
        test.Time.Advance(5 * Minute);
        var flush = test.Loop.FlushAsync(CancellationToken.None);
        test.Waiting.ShouldBe(0);

        slow.Respond(PushResult.Success());
        await test.RespondAsync(PushResult.Success());
        await test.RespondAsync(PushResult.Success());
        (await flush.WithTimeout()).IsSuccess.ShouldBeTrue();
        await Waiting.UntilAsync(() => test.Count(PushOutcome.Success) == 3, "successful pushes");

        // Five intervals have passed; only one push follows.
        test.Waiting.ShouldBe(0);
        test.MostAtATime.ShouldBe(1);
        test.Registry.Scrape().Value("vernier_push_duration_seconds_sum", ("target", "target")).ShouldBe(300);
    }

    [Fact]
    public async Task Push_Throws_IsAFailureAndTheLoopContinues()
    {
        var test = await StartedAsync(options => options.MaxRetries = 0);
        (await test.NextTryAsync()).Throw(new InvalidOperationException("Unexpected failure."));
        test.Time.Advance(Minute);
        await test.NextTryAsync();
        ParsedCounts(test).ShouldBe([0, 0, 1, 0]);
        test.Log.Lines.ShouldHaveSingleItem().ShouldContain("InvalidOperationException: Unexpected failure.");
    }

    [Fact]
    public async Task Flush_NotStarted_PushesOnce()
    {
        var test = new LoopUnderTest();
        var flush = test.Loop.FlushAsync(CancellationToken.None);
        await test.RespondAsync(Failed);
        (await flush.WithTimeout()).ShouldBe(Failed);
        test.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Flush_CallerCancels_ThrowsAndTheNextSucceeds()
    {
        var test = new LoopUnderTest();
        using var cancel = new CancellationTokenSource();
        var canceled = test.Loop.FlushAsync(cancel.Token);
        await test.NextTryAsync();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(canceled.WithTimeout());

        var flush = test.Loop.FlushAsync(CancellationToken.None);
        await test.RespondAsync(PushResult.Success());
        (await flush.WithTimeout()).IsSuccess.ShouldBeTrue();
    }

    internal static async Task<LoopUnderTest> StartedAsync(Action<Vernier.Push.Pushgateway.PushgatewayOptions>? configure = null)
    {
        var test = new LoopUnderTest(configure);
        test.Loop.Start();
        (await test.Time.NextTimerAsync()).ShouldBe(test.Options.Interval);
        return test;
    }

    /// <summary>Success, refused, failed, skipped.</summary>
    private static double[] ParsedCounts(LoopUnderTest test)
    {
        var scrape = test.Registry.Scrape();
        return [.. new[] { "success", "refused", "failed", "skipped" }.Select(outcome => scrape.Value("vernier_pushes_total", ("target", "target"), ("outcome", outcome)))];
    }
}
