using System.Collections.Concurrent;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Jobs;
using Vernier.Services.Storage;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Jobs;

/// <summary>What the background jobs must do on each database; inherited by one test class for each.</summary>
public abstract class JobContract(Func<TestDatabase> open) : IAsyncLifetime
{
    private const string Type = "cert_renewal";

    private readonly TestDatabase _opened = open();
    private readonly AdjustableTime _time = new();
    private readonly ConcurrentQueue<string> _runs = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Database Database => _opened.Database;

    public async ValueTask InitializeAsync()
    {
        await Database.CreateTablesAsync([JobStore.Tables], Cancellation);
        await Database.WriteAsync(session => session.ExecuteAsync("DELETE FROM pangolin_jobs"), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _opened.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Enqueue_DueJob_RunsOnceWithItsArgument()
    {
        await using var server = Server(OnDemand((_, _) => Task.CompletedTask));
        await server.StartAsync();

        await server.Queue.EnqueueAsync(JobType.CertRenewal, "example.org", _time.GetUtcNow(), Cancellation);

        await _time.AdvanceUntilAsync(async () => (await server.Queue.ListAsync(10, Cancellation)).Single().State == JobState.Done, "the job has run");
        _runs.ShouldBe(["example.org"]);
        server.Ended(Type, "success").ShouldBe(1);
        var job = (await server.Queue.ListAsync(10, Cancellation)).ShouldHaveSingleItem();
        job.State.ShouldBe(JobState.Done);
        job.LastError.ShouldBeNull();
        job.Server.ShouldBeNull();
    }

    [Fact]
    public async Task Enqueue_InTheTransactionOfTheCaller_IsRolledBackWithIt()
    {
        await using var server = Server(OnDemand((_, _) => Task.CompletedTask));

        await Should.ThrowAsync<InvalidOperationException>(() => Database.WriteAsync(async session =>
        {
            await server.Queue.EnqueueAsync(session, JobType.CertRenewal, "a", _time.GetUtcNow());
            throw new InvalidOperationException();
        }, Cancellation));

        (await server.Queue.ListAsync(10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Enqueue_SameJobTwice_IsOneRowWithTheEarlierTime()
    {
        await using var server = Server(OnDemand((_, _) => Task.CompletedTask));
        var early = _time.GetUtcNow() + TimeSpan.FromMinutes(1);

        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", early + TimeSpan.FromHours(1), Cancellation);
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", early, Cancellation);
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", early + TimeSpan.FromHours(2), Cancellation);

        (await server.Queue.ListAsync(10, Cancellation)).ShouldHaveSingleItem().Due.ShouldBe(early);
    }

    [Fact]
    public async Task Enqueue_WhileTheJobRuns_RunsItAgain()
    {
        var proceed = new TaskCompletionSource();
        await using var server = Server(OnDemand((_, _) => proceed.Task));
        await server.StartAsync();
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);
        await _time.AdvanceUntilAsync(() => _runs.Count == 1, "the job runs");

        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);
        proceed.SetResult();

        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 2, "the job has run twice");
    }

    [Fact]
    public async Task Attempt_Fails_IsRepeatedWithGrowingDelaysUntilItSucceeds()
    {
        var attempts = 0;
        await using var server = Server(OnDemand((_, _) => ++attempts < 4 ? throw new InvalidOperationException($"failure {attempts}") : Task.CompletedTask));
        await server.StartAsync();
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);
        var delays = new List<TimeSpan>();
        for (var failures = 1; failures <= 3; failures++)
        {
            await _time.AdvanceUntilAsync(() => server.Ended(Type, "retry") == failures, $"{failures} failures");
            JobInfo? job = null;
            await Waiting.UntilAsync(async () => (job = (await server.Queue.ListAsync(1, Cancellation)).Single()).State == JobState.Pending, "the end is stored");
            job!.LastError.ShouldBe($"failure {failures}");
            job.Attempts.ShouldBe(failures);
            delays.Add(job.Due - job.LastEnded!.Value);
        }

        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 1, "success");

        delays[0].TotalSeconds.ShouldBeInRange(5, 10);
        delays[1].TotalSeconds.ShouldBeInRange(10, 20);
        delays[2].TotalSeconds.ShouldBeInRange(20, 40);
        await Waiting.UntilAsync(async () => (await server.Queue.ListAsync(1, Cancellation)).Single() is { State: JobState.Done, Attempts: 0, LastError: null }, "the end is stored");
    }

    [Fact]
    public async Task Attempt_LastOneFails_IsNotRepeatedUntilItIsRequestedAgain()
    {
        var isBroken = true;
        await using var server = Server(OnDemand((_, _) => isBroken ? throw new InvalidOperationException("poison") : Task.CompletedTask) with { MaxAttempts = 2 });
        await server.StartAsync();
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);
        await _time.AdvanceUntilAsync(() => server.Ended(Type, "failure") == 1, "the job has failed");
        await Waiting.UntilAsync(async () => (await server.Queue.ListAsync(1, Cancellation)).Single().State == JobState.Failed, "the end is stored");
        server.Ended(Type, "retry").ShouldBe(1);
        server.ExecutorLog.Lines.ShouldContain("Error: The job cert_renewal:a failed after 2 attempts: poison");
        _time.Advance(TimeSpan.FromHours(1));
        _runs.Count.ShouldBe(2);

        isBroken = false;
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);

        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 1, "success");
    }

    [Fact]
    public async Task Attempt_CrashesTheServerEachTime_FailsAfterTheLastAttempt()
    {
        await using (var server = Server(OnDemand((_, _) => Task.CompletedTask)))
        {
            await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);
            for (var crash = 0; crash < 2; crash++)
            {
                // A server that is killed leaves a lease that expires.
                await server.Store.TakeAsync([JobType.CertRenewal], [], server.Name, _time.GetUtcNow(), TimeSpan.FromSeconds(30), Cancellation);
                _time.Advance(TimeSpan.FromSeconds(31));
            }
        }

        await using var next = Server(OnDemand((_, _) => Task.CompletedTask) with { MaxAttempts = 2 });
        await next.StartAsync();

        await _time.AdvanceUntilAsync(() => next.Ended(Type, "failure") == 1, "the job has failed");
        _runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Attempt_TakesTooLong_IsCanceledAndRepeated()
    {
        await using var server = Server(OnDemand((_, canceled) => Task.Delay(Timeout.Infinite, canceled)) with { Timeout = TimeSpan.FromSeconds(20) });
        await server.StartAsync();
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);

        await _time.AdvanceUntilAsync(() => server.Ended(Type, "retry") == 1, "the attempt is canceled");

        await Waiting.UntilAsync(async () => (await server.Queue.ListAsync(1, Cancellation)).Single().LastError == "The attempt took longer than 20 s.", "the end is stored");
    }

    [Fact]
    public async Task Attempt_IgnoresItsCancellation_DoesNotBlockTheQueue()
    {
        await using var server = Server(
            OnDemand((argument, _) => argument == "hangs" ? Task.Delay(Timeout.Infinite, CancellationToken.None) : Task.CompletedTask) with { Timeout = TimeSpan.FromSeconds(5) },
            new() { MaxConcurrentJobs = 1 });
        await server.StartAsync();
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "hangs", _time.GetUtcNow(), Cancellation);
        await _time.AdvanceUntilAsync(() => _runs.Count == 1, "the job runs");
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "next", _time.GetUtcNow(), Cancellation);

        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 1, "the next job has run");

        server.Ended(Type, "retry").ShouldBe(1);
    }

    [Fact]
    public async Task Schedule_Interval_RunsAtOnceAndAfterEachInterval()
    {
        await using var server = Server(Scheduled());
        await server.StartAsync();
        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 1, "the first run");
        await Waiting.UntilAsync(async () => (await server.Queue.ListAsync(1, Cancellation)).Single().State == JobState.Pending, "the end is stored");
        var first = (await server.Queue.ListAsync(1, Cancellation)).Single();
        (first.Due - first.LastEnded!.Value).ShouldBe(TimeSpan.FromMinutes(10));

        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 3, "two more runs", TimeSpan.FromSeconds(5));

        _runs.ShouldBe(["", "", ""]);
    }

    [Fact]
    public async Task Schedule_LastAttemptFails_ContinuesWithTheNextRun()
    {
        var isBroken = true;
        await using var server = Server(Scheduled((_, _) => isBroken ? throw new InvalidOperationException("broken") : Task.CompletedTask) with { MaxAttempts = 2 });
        await server.StartAsync();
        await _time.AdvanceUntilAsync(() => server.Ended(Type, "failure") == 1, "the run has failed");
        isBroken = false;

        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 1, "the next run", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Schedule_ClockIsSetBackByAYear_RunsWithinTheInterval()
    {
        await using var server = Server(Scheduled());
        await server.StartAsync();
        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 1, "the first run");
        await Waiting.UntilAsync(async () => (await server.Queue.ListAsync(1, Cancellation)).Single().State == JobState.Pending, "the end is stored");
        _time.Offset = TimeSpan.FromDays(-365);
        var start = _time.GetTimestamp();

        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 2, "the next run", TimeSpan.FromSeconds(5));

        // The maintenance, which corrects the time, runs once a minute.
        _time.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task Schedule_ClockIsSetForwardByAYear_RunsOnceAndThenAsBefore()
    {
        await using var server = Server(Scheduled());
        await server.StartAsync();
        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 1, "the first run");
        _time.Offset = TimeSpan.FromDays(365);

        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 2, "the run that became due");

        await Waiting.UntilAsync(async () => (await server.Queue.ListAsync(1, Cancellation)).Single().Due > _time.GetUtcNow() + TimeSpan.FromMinutes(9), "the end is stored");
        _time.Advance(TimeSpan.FromMinutes(1));
        server.Ended(Type, "success").ShouldBe(2);
    }

    [Fact]
    public async Task Run_TwoServers_RunEachJobOnce()
    {
        await using var first = Server(OnDemand((_, _) => Task.CompletedTask));
        await using var second = Server(OnDemand((_, _) => Task.CompletedTask));
        for (var i = 0; i < 40; i++)
            await first.Queue.EnqueueAsync(JobType.CertRenewal, $"{i}", _time.GetUtcNow(), Cancellation);
        await first.StartAsync();
        await second.StartAsync();

        await _time.AdvanceUntilAsync(() => first.Ended(Type, "success") + second.Ended(Type, "success") == 40, "all jobs have run");

        _runs.Count.ShouldBe(40);
        _runs.Distinct().Count().ShouldBe(40);
    }

    [Fact]
    public async Task Run_LongJob_KeepsItsLease()
    {
        var proceed = new TaskCompletionSource();
        await using var first = Server(OnDemand((_, _) => proceed.Task));
        await using var second = Server(OnDemand((_, _) => Task.CompletedTask));
        await first.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);
        await first.StartAsync();
        await _time.AdvanceUntilAsync(() => _runs.Count == 1, "the job runs");
        await second.StartAsync();
        var start = _time.GetTimestamp();

        await _time.AdvanceUntilAsync(() => _time.GetElapsedTime(start) > TimeSpan.FromSeconds(100), "three times the lease");
        (await second.Queue.ListAsync(1, Cancellation)).Single().Server.ShouldBe(first.Name);
        proceed.SetResult();

        await _time.AdvanceUntilAsync(() => first.Ended(Type, "success") == 1, "the job has ended");
        _runs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Run_ServerIsKilled_AnotherOneRepeatsTheJobAfterTheLease()
    {
        await using var killed = Server(OnDemand((_, _) => Task.CompletedTask));
        await killed.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);
        (await killed.Store.TakeAsync([JobType.CertRenewal], [], killed.Name, _time.GetUtcNow(), TimeSpan.FromSeconds(30), Cancellation)).ShouldNotBeNull();
        var start = _time.GetTimestamp();
        await using var other = Server(OnDemand((_, _) => Task.CompletedTask));
        await other.StartAsync();

        await _time.AdvanceUntilAsync(() => other.Ended(Type, "success") == 1, "the job has run");

        _time.GetElapsedTime(start).TotalSeconds.ShouldBeInRange(30, 40);
    }

    [Fact]
    public async Task Stop_JobInProgress_WaitsForItsEnd()
    {
        var proceed = new TaskCompletionSource();
        await using var server = Server(OnDemand((_, _) => proceed.Task));
        await server.StartAsync();
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);
        await _time.AdvanceUntilAsync(() => _runs.Count == 1, "the job runs");

        var stopping = server.StopAsync();
        stopping.IsCompleted.ShouldBeFalse();
        proceed.SetResult();
        await stopping.WithTimeout();

        (await server.Queue.ListAsync(1, Cancellation)).Single().State.ShouldBe(JobState.Done);
    }

    [Fact]
    public async Task Stop_JobTakesTooLong_IsGivenBackAndRunsElsewhereAtOnce()
    {
        await using var server = Server(OnDemand((_, canceled) => Task.Delay(Timeout.Infinite, canceled)), new() { DrainTimeout = TimeSpan.Zero });
        await server.StartAsync();
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);
        await _time.AdvanceUntilAsync(() => _runs.Count == 1, "the job runs");

        await server.StopAsync().WithTimeout();

        var job = (await server.Queue.ListAsync(1, Cancellation)).Single();
        (job.State, job.Attempts).ShouldBe((JobState.Pending, 0));
        job.Due.ShouldBeLessThanOrEqualTo(_time.GetUtcNow());
        server.RunnerLog.Lines.ShouldContain("Warning: The shutdown cancels 1 background jobs; another server or the next start repeats them.");
    }

    [Fact]
    public async Task Depth_MoreJobsThanSlots_CountsThoseThatWait()
    {
        var proceed = new TaskCompletionSource();
        await using var server = Server(OnDemand((_, _) => proceed.Task), new() { MaxConcurrentJobs = 2 });
        server.Depth(Type).ShouldBe(0);
        for (var i = 0; i < 5; i++)
            await server.Queue.EnqueueAsync(JobType.CertRenewal, $"{i}", _time.GetUtcNow(), Cancellation);
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "later", _time.GetUtcNow() + TimeSpan.FromDays(1), Cancellation);
        await server.StartAsync();

        await _time.AdvanceUntilAsync(() => _runs.Count == 2 && server.Depth(Type) == 3, "two jobs run and three wait");

        proceed.SetResult();
        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 5 && server.Depth(Type) == 0, "all jobs that were due have run");
    }

    [Fact]
    public async Task Maintenance_EndedJobs_AreDeletedAfterTheRetention()
    {
        await using var server = Server(OnDemand((_, _) => Task.CompletedTask));
        await server.StartAsync();
        await server.Queue.EnqueueAsync(JobType.CertRenewal, "a", _time.GetUtcNow(), Cancellation);
        await _time.AdvanceUntilAsync(() => server.Ended(Type, "success") == 1, "the job has run");
        _time.Offset = TimeSpan.FromDays(8);

        await _time.AdvanceUntilAsync(async () => (await server.Queue.ListAsync(1, Cancellation)).Count == 0, "the job is deleted", TimeSpan.FromSeconds(5));
    }

    private JobServer Server(JobDefinition definition, JobOptions? options = null) => new(Database, _time, [definition], options);

    private JobDefinition OnDemand(Func<string, CancellationToken, Task> run) => new(JobType.CertRenewal, null, (argument, cancellation) =>
    {
        _runs.Enqueue(argument);
        return run(argument, cancellation);
    });

    private JobDefinition Scheduled(Func<string, CancellationToken, Task>? run = null) =>
        OnDemand(run ?? ((_, _) => Task.CompletedTask)) with { Interval = TimeSpan.FromMinutes(10) };
}
