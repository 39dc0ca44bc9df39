using Polly;
using Vernier.DicomWebOAuth.Resilience;
using Vernier.Testing;

namespace Vernier.DicomWebOAuth.Tests.Resilience;

public class CircuitBreakerStrategyTests
{
    private readonly ManualTime _time = new();
    private readonly List<BreakerState> _states = [];

    [Fact]
    public async Task Execute_ConsecutiveFailures_OpenTheCircuitUnlessASuccessIsBetween()
    {
        var pipeline = Pipeline(threshold: 2);

        await FailAsync(pipeline);
        await SucceedAsync(pipeline);
        await FailAsync(pipeline);
        _states.ShouldBeEmpty();
        await FailAsync(pipeline);

        _states.ShouldBe([BreakerState.Open]);
        _time.Advance(TimeSpan.FromSeconds(4));
        (await SucceedAsync(pipeline).AsTask().ShouldThrowAsync<Polly.CircuitBreaker.BrokenCircuitException>()).RetryAfter.ShouldBe(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task Execute_BreakDurationHasPassed_AllowsExactlyOneTrial()
    {
        var pipeline = Pipeline(threshold: 1);
        await FailAsync(pipeline);
        _time.Advance(TimeSpan.FromSeconds(10));
        var trial = new TaskCompletionSource();

        var running = pipeline.ExecuteAsync(async _ => await trial.Task).AsTask();
        for (var i = 0; i < 3; i++)
            await SucceedAsync(pipeline).AsTask().ShouldThrowAsync<Polly.CircuitBreaker.BrokenCircuitException>();
        _states.ShouldBe([BreakerState.Open, BreakerState.HalfOpen]);
        trial.SetResult();
        await running;

        _states.ShouldBe([BreakerState.Open, BreakerState.HalfOpen, BreakerState.Closed]);
        await SucceedAsync(pipeline);
    }

    [Fact]
    public async Task Execute_TrialFails_OpensForTheCompleteBreakDuration()
    {
        var pipeline = Pipeline(threshold: 3);
        for (var i = 0; i < 3; i++)
            await FailAsync(pipeline);
        _time.Advance(TimeSpan.FromSeconds(10));

        await FailAsync(pipeline);

        _states.ShouldBe([BreakerState.Open, BreakerState.HalfOpen, BreakerState.Open]);
        _time.Advance(TimeSpan.FromSeconds(9));
        await SucceedAsync(pipeline).AsTask().ShouldThrowAsync<Polly.CircuitBreaker.BrokenCircuitException>();
        _time.Advance(TimeSpan.FromSeconds(1));
        await SucceedAsync(pipeline);
        _states[^1].ShouldBe(BreakerState.Closed);
    }

    [Fact]
    public async Task Execute_TrialIsCanceled_NextCallIsTheTrial()
    {
        var pipeline = Pipeline(threshold: 1);
        await FailAsync(pipeline);
        _time.Advance(TimeSpan.FromSeconds(10));

        await pipeline.ExecuteAsync(_ => throw new OperationCanceledException()).AsTask().ShouldThrowAsync<OperationCanceledException>();
        await SucceedAsync(pipeline);

        _states.ShouldBe([BreakerState.Open, BreakerState.HalfOpen, BreakerState.Open, BreakerState.HalfOpen, BreakerState.Closed]);
    }

    [Fact]
    public async Task Execute_CallStartedBeforeTheCircuitOpened_DoesNotChangeTheState()
    {
        var pipeline = Pipeline(threshold: 1);
        var early = new TaskCompletionSource();
        var running = pipeline.ExecuteAsync(async _ => await early.Task).AsTask();
        await FailAsync(pipeline);

        early.SetResult();
        await running;

        _states.ShouldBe([BreakerState.Open]);
    }

    private static ValueTask SucceedAsync(ResiliencePipeline pipeline) => pipeline.ExecuteAsync(_ => default);

    private static Task FailAsync(ResiliencePipeline pipeline) =>
        pipeline.ExecuteAsync(_ => throw new TimeoutException()).AsTask().ShouldThrowAsync<TimeoutException>();

    private ResiliencePipeline Pipeline(int threshold) => new ResiliencePipelineBuilder()
        .AddStrategy(_ => new CircuitBreakerStrategy(threshold, TimeSpan.FromSeconds(10), _time, e => e is TimeoutException, _states.Add), new CircuitBreakerStrategyOptions())
        .Build();
}
