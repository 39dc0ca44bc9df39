using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Grafts;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Grafts;

public sealed class GraftExecutorTests : IDisposable
{
    private static readonly TimeSpan GraftTimeout = TimeSpan.FromSeconds(300);

    private readonly ManualTime _time = new();
    private readonly GraftOptions _options = new();
    private readonly RecordingLogger<GraftExecutor> _logger = new();
    private readonly RecordingLogger<GraftBreakers> _breakerLogger = new();
    private readonly MetricRegistry _registry;
    private readonly GraftBreakers _breakers;
    private readonly GraftExecutor _executor;
    private readonly GraftAgent _agent;
    private int _attempts;

    public GraftExecutorTests()
    {
        _registry = Scraping.NewRegistry(_time);
        var agents = new GraftAgents(_options);
        var metrics = new AiOrchestratorMetrics(_registry);
        foreach (var agent in agents.All)
            metrics.GraftAgentConfigured(agent.Name);
        _agent = agents.Find("architect-v1")!;
        _breakers = new GraftBreakers(agents, _options, metrics, _time, _breakerLogger);
        _executor = new GraftExecutor(_breakers, _options, metrics, _time, _logger);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _breakers.Dispose();

    [Fact]
    public async Task Execute_FirstAttemptSucceeds_ReturnsTheDocument()
    {
        var result = await ExecuteAsync(_ => Task.FromResult("a document"));

        result.ShouldBe(new GraftResult(GraftStatus.Completed, "a document", 1, null));
        ShouldCount(executions: 1, successes: 1);
    }

    [Fact]
    public async Task Execute_AllAttemptsFail_WaitsLongerEachTimeAndFailsOnce()
    {
        var execution = ExecuteAsync(_ => throw new InvalidOperationException("the model is broken"));

        foreach (var seconds in new[] { 1, 2, 3 })
        {
            await AdvanceDelayAsync(TimeSpan.FromSeconds(seconds));
        }
        var result = await execution.WithTimeout();

        result.ShouldBe(new GraftResult(GraftStatus.Failed, null, 4, "the model is broken"));
        ShouldCount(executions: 1, failures: 1);
        _logger.Lines.Count.ShouldBe(4);
        _logger.Lines[0].ShouldBe("Warning: Run run-1: attempt 1 of 4 of graft agent architect-v1 failed: the model is broken");
        _breakers["architect-v1"].Snapshot().FailureCount.ShouldBe(1);
    }

    [Fact]
    public async Task Execute_ThirdAttemptSucceeds_IsOneSuccess()
    {
        var execution = ExecuteAsync(_ => _attempts < 3 ? throw new InvalidOperationException("not yet") : Task.FromResult("a document"));

        await AdvanceDelayAsync(TimeSpan.FromSeconds(1));
        await AdvanceDelayAsync(TimeSpan.FromSeconds(2));

        (await execution.WithTimeout()).ShouldBe(new GraftResult(GraftStatus.Completed, "a document", 3, null));
        ShouldCount(executions: 1, successes: 1);
    }

    [Fact]
    public async Task Execute_AllAttemptsTimeOut_RepeatsWithoutDelayAndTimesOutOnce()
    {
        var execution = ExecuteAsync(NeverAsync);

        for (var attempt = 1; attempt <= 4; attempt++)
        {
            (await _time.NextTimerAsync()).ShouldBe(GraftTimeout);
            await Waiting.UntilAsync(() => Volatile.Read(ref _attempts) == attempt, $"attempt {attempt}");
            _time.Advance(GraftTimeout);
        }

        (await execution.WithTimeout()).ShouldBe(new GraftResult(GraftStatus.Timeout, null, 4, "Timed out after 300 s."));
        ShouldCount(executions: 1, failures: 1, timeouts: 1);
    }

    [Fact]
    public async Task Execute_LastAttemptFailsAfterTimeouts_IsNotATimeout()
    {
        var execution = ExecuteAsync(token => _attempts < 4 ? NeverAsync(token) : throw new InvalidOperationException("broken"));

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await _time.NextTimerAsync()).ShouldBe(GraftTimeout);
            await Waiting.UntilAsync(() => Volatile.Read(ref _attempts) == attempt, $"attempt {attempt}");
            _time.Advance(GraftTimeout);
        }

        (await execution.WithTimeout()).Status.ShouldBe(GraftStatus.Failed);
        ShouldCount(executions: 1, failures: 1);
    }

    [Fact]
    public async Task Execute_CanceledDuringAnAttempt_IsNotAnExecution()
    {
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var execution = ExecuteAsync(NeverAsync, canceled.Token);

        await canceled.CancelAsync();

        (await execution.WithTimeout()).ShouldBe(new GraftResult(GraftStatus.Cancelled, null, 1, "Canceled."));
        ShouldCount();
        _breakers["architect-v1"].Snapshot().FailureCount.ShouldBe(0);
    }

    [Fact]
    public async Task Execute_CanceledDuringADelay_EndsAtOnce()
    {
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var execution = ExecuteAsync(_ => throw new InvalidOperationException("broken"), canceled.Token);
        await DelayStartsAsync(TimeSpan.FromSeconds(1));

        await canceled.CancelAsync();

        (await execution.WithTimeout()).ShouldBe(new GraftResult(GraftStatus.Cancelled, null, 1, "Canceled."));
        ShouldCount();
    }

    [Fact]
    public async Task Execute_AlreadyCanceled_StartsNoAttempt()
    {
        (await ExecuteAsync(_ => Task.FromResult(""), new CancellationToken(canceled: true))).Attempts.ShouldBe(0);

        _attempts.ShouldBe(0);
    }

    [Fact]
    public async Task Execute_Aborted_IsNotRepeatedAndNotAnExecution()
    {
        var result = await ExecuteAsync(_ => throw new GraftAbortedException("The budget is exhausted."));

        result.ShouldBe(new GraftResult(GraftStatus.Cancelled, null, 1, "The budget is exhausted."));
        ShouldCount();
    }

    [Fact]
    public async Task Execute_FiveFailedExecutions_RejectsTheNextOneUntilATrialSucceeds()
    {
        await OpenAsync();
        State.ShouldBe(1);
        Value("circuit_open_total").ShouldBe(1);

        var rejected = await ExecuteAsync(_ => Task.FromResult("a document"));
        rejected.Status.ShouldBe(GraftStatus.CircuitOpen);
        rejected.Attempts.ShouldBe(0);
        rejected.Error.ShouldBe("The circuit breaker of architect-v1 rejects executions after 5 failures in a row.");
        ShouldCount(executions: 5, failures: 5, rejections: 1);

        _time.Advance(TimeSpan.FromMinutes(5));
        State.ShouldBe(2);
        (await ExecuteAsync(_ => Task.FromResult("a document"))).Status.ShouldBe(GraftStatus.Completed);
        State.ShouldBe(0);
        ShouldCount(executions: 6, failures: 5, successes: 1, rejections: 1);
        _breakerLogger.Lines.ShouldBe(
        [
            "Warning: Circuit breaker of graft agent architect-v1 opened.",
            "Information: Circuit breaker of graft agent architect-v1 changed to HalfOpen.",
            "Information: Circuit breaker of graft agent architect-v1 changed to Closed.",
        ]);
    }

    [Fact]
    public async Task Execute_TrialFails_OpensAtOnce()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromMinutes(5));

        await FailAsync();

        State.ShouldBe(1);
        Value("circuit_open_total").ShouldBe(2);
        (await ExecuteAsync(_ => Task.FromResult(""))).Status.ShouldBe(GraftStatus.CircuitOpen);
    }

    [Fact]
    public async Task Execute_TrialIsCanceled_TheNextOneIsATrial()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromMinutes(5));
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var trial = ExecuteAsync(NeverAsync, canceled.Token);
        (await ExecuteAsync(_ => Task.FromResult(""))).Status.ShouldBe(GraftStatus.CircuitOpen);

        await canceled.CancelAsync();
        await trial.WithTimeout();

        (await ExecuteAsync(_ => Task.FromResult(""))).Status.ShouldBe(GraftStatus.Completed);
        State.ShouldBe(0);
    }

    [Fact]
    public async Task Reset_OpenCircuit_ShowsClosedInTheGaugeAtOnce()
    {
        await OpenAsync();

        _breakers.Reset("architect-v1")!.State.ShouldBe(BreakerState.Closed);

        State.ShouldBe(0);
        (await ExecuteAsync(_ => Task.FromResult(""))).Status.ShouldBe(GraftStatus.Completed);
    }

    [Fact]
    public void Reset_UnknownAgent_IsNull() => _breakers.Reset("no-agent").ShouldBeNull();

    [Fact]
    public async Task Execute_OtherAgent_HasItsOwnCircuit()
    {
        await OpenAsync();

        _breakers.Snapshot().Where(breaker => breaker.State != BreakerState.Closed).ShouldHaveSingleItem().Agent.ShouldBe("architect-v1");
        _breakers.Snapshot().Select(breaker => breaker.Agent).ShouldBe(["pm-v1", "qualifier-v1", "architect-v1", "developer-v1", "tester-v1", "writer-v1"]);
    }

    private double State => Value("circuit_breaker_state");

    private async Task<string> NeverAsync(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        return "";
    }

    private Task<GraftResult> ExecuteAsync(Func<CancellationToken, Task<string>> attempt, CancellationToken? cancellation = null) =>
        _executor.ExecuteAsync("run-1", _agent, GraftTimeout, token =>
        {
            Interlocked.Increment(ref _attempts);
            return attempt(token);
        }, cancellation ?? Cancellation);

    private async Task OpenAsync()
    {
        for (var i = 0; i < 5; i++)
            await FailAsync();
    }

    private async Task FailAsync()
    {
        var execution = ExecuteAsync(_ => throw new InvalidOperationException("broken"));
        foreach (var seconds in new[] { 1, 2, 3 })
            await AdvanceDelayAsync(TimeSpan.FromSeconds(seconds));
        (await execution.WithTimeout()).Status.ShouldBe(GraftStatus.Failed);
    }

    private async Task AdvanceDelayAsync(TimeSpan delay)
    {
        await DelayStartsAsync(delay);
        _time.Advance(delay);
    }

    /// <summary>Waits for the timer of a delay. The timers before it are those of timeouts and of the circuit breaker.</summary>
    private async Task DelayStartsAsync(TimeSpan delay)
    {
        while (await _time.NextTimerAsync() != delay)
        {
        }
    }

    private double Value(string name) => _registry.Scrape().Value($"orchestrator_graft_{name}", ("agent", "architect-v1"));

    private void ShouldCount(int executions = 0, int successes = 0, int failures = 0, int timeouts = 0, int rejections = 0)
    {
        Value("executions_total").ShouldBe(executions);
        Value("success_total").ShouldBe(successes);
        Value("failure_total").ShouldBe(failures);
        Value("timeout_total").ShouldBe(timeouts);
        Value("rejected_total").ShouldBe(rejections);
    }
}
