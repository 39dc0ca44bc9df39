using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>What users can do with runs. Users can act on their own runs, workflow managers and administrators on all runs. Thread-safe.</summary>
/// <remarks>All members throw <see cref="RequestException"/> for invalid requests and <see cref="StorageException"/> if the database is unavailable.</remarks>
internal sealed class RunService(
    Database database,
    EventLog events,
    RunSignals signals,
    RunLifecycle lifecycle,
    RunInterrupts interrupts,
    RunRules rules,
    Budgets budgets,
    AiOrchestratorMetrics metrics,
    TimeProvider time)
{
    /// <summary>Stores a run and queues it.</summary>
    /// <exception cref="RequestException">400: the request is invalid; 409: the idempotency key belongs to another request; 413: the task is too long.</exception>
    public async Task<Run> StartAsync(RunRequest request, Caller caller, string? idempotencyKey, CancellationToken cancellation)
    {
        rules.Check(request);
        if (idempotencyKey is not null)
            RunRules.CheckKey(idempotencyKey);
        var now = time.GetUtcNow();
        var run = new Run
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Repository = request.Repository,
            UserName = caller.Name,
            Complexity = request.Complexity ?? Complexity.Medium,
            Status = RunStatus.Queued,
            CreatedAt = now.ToUnixTimeMilliseconds(),
        };
        var stored = await database.WriteAsync(async session =>
        {
            if (idempotencyKey is not null
                && await IdempotencyKeys.ClaimAsync(session, caller.Name, idempotencyKey, request, run.Id).ConfigureAwait(false) is { } existing)
            {
                return await new RunRows(database, session).FindAsync(existing).ConfigureAwait(false) ?? throw RunErrors.NotFound(existing);
            }
            await InsertAsync(session, run, request).ConfigureAwait(false);
            return run;
        }, cancellation).ConfigureAwait(false);
        if (stored.Id != run.Id)
            return stored;
        metrics.RunAccepted(run.Repository, run.UserName);
        signals.QueueChanged();
        return run;
    }

    /// <summary>Returns a run.</summary>
    /// <exception cref="RequestException">404: the run does not exist; 403: it belongs to another user.</exception>
    public Task<Run> GetAsync(string id, Caller caller, CancellationToken cancellation) =>
        database.ReadAsync(async session => Visible(await new RunRows(database, session).FindAsync(id).ConfigureAwait(false), id, caller), cancellation);

    /// <summary>Returns a run with its task, steps, grafts and flags.</summary>
    public Task<RunDetails> DescribeAsync(string id, Caller caller, CancellationToken cancellation) => database.ReadAsync(async session =>
    {
        var rows = new RunRows(database, session);
        return new RunDetails(
            Visible(await rows.FindAsync(id).ConfigureAwait(false), id, caller),
            await rows.ReadTaskAsync(id).ConfigureAwait(false),
            await rows.StepsAsync(id).ConfigureAwait(false),
            await rows.GraftsAsync(id).ConfigureAwait(false),
            await rows.FlagsAsync(id).ConfigureAwait(false),
            await rows.DocumentHeadsAsync(id).ConfigureAwait(false));
    }, cancellation);

    /// <summary>Returns a page of the runs that the caller can see, the latest first.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="limit">The maximum number of runs.</param>
    /// <param name="before">A run; the page contains older ones. Null means the first page.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<IReadOnlyList<Run>> ListAsync(Caller caller, int limit, string? before, CancellationToken cancellation) => database.ReadAsync(async session =>
    {
        var rows = new RunRows(database, session);
        var start = before is null ? null : Visible(await rows.FindAsync(before).ConfigureAwait(false), before, caller);
        return await rows.ListAsync(caller.Role == Role.User ? caller.Name : null, start, limit).ConfigureAwait(false);
    }, cancellation);

    /// <summary>Returns the latest result of an agent.</summary>
    /// <param name="id">The run.</param>
    /// <param name="agent">A pipeline agent such as DEVELOPER, a graft agent, or the identifier of a graft.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="RequestException">404: the run does not exist, or the agent has not written anything.</exception>
    public async Task<RunDocument> ReadDocumentAsync(string id, string agent, Caller caller, CancellationToken cancellation)
    {
        var name = EnumNames<AgentType>.TryParse(agent, out var type) ? EnumNames<AgentType>.Of(type) : agent;
        var document = await database.ReadAsync(async session =>
        {
            var rows = new RunRows(database, session);
            Visible(await rows.FindAsync(id).ConfigureAwait(false), id, caller);
            return await rows.DocumentAsync(id, name).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        if (document is null)
        {
            throw new RequestException(404, $"Run {id} has no document of {RunErrors.Show(agent)}. The agents are {EnumNames<AgentType>.List} and those of its grafts; "
                + "an agent writes its document when it completes.");
        }
        metrics.DocumentsRead();
        return document;
    }

    /// <summary>Cancels a run. A step in progress is aborted; the run ends at once, or within a second if another host executes it.</summary>
    /// <exception cref="RequestException">409: the run has succeeded or failed.</exception>
    public async Task CancelAsync(string id, Caller caller, CancellationToken cancellation)
    {
        var run = await GetAsync(id, caller, cancellation).ConfigureAwait(false);
        if (run.Status == RunStatus.Cancelled)
            return;
        var end = await database.WriteAsync(async session =>
        {
            var current = await new RunRows(database, session).LockAsync(id).ConfigureAwait(false) ?? throw RunErrors.NotFound(id);
            if (current.Status == RunStatus.Cancelled)
                return null;
            if (current.IsFinal)
                throw RunErrors.Ended(current);
            return await lifecycle.StopAsync(session, current, RunStatus.Cancelled, $"Canceled by {caller.Name}.").ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        lifecycle.RecordStop(id, end);
    }

    /// <summary>Deletes a finished run with everything that belongs to it.</summary>
    /// <exception cref="RequestException">409: the run has not ended.</exception>
    public async Task DeleteAsync(string id, Caller caller, CancellationToken cancellation)
    {
        await database.WriteAsync(async session =>
        {
            var rows = new RunRows(database, session);
            var run = Visible(await rows.LockAsync(id).ConfigureAwait(false), id, caller);
            if (!run.IsFinal)
                throw new RequestException(409, $"Run {id} is {EnumNames<RunStatus>.Of(run.Status)}. Cancel it before you delete it.");
            await RunLifecycle.DeleteAsync(session, id).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        signals.RunChanged(id);
    }

    /// <summary>Inserts a graft into a run.</summary>
    /// <returns>The identifier of the graft.</returns>
    /// <exception cref="RequestException">400: the agent is unknown, or the checkpoint or timeout invalid; 409: the checkpoint has passed or the run has ended.</exception>
    public async Task<string> GraftAsync(string id, string agent, AgentType after, TimeSpan? timeout, Caller caller, CancellationToken cancellation)
    {
        var graft = new GraftRequest(agent, after, timeout);
        rules.Check(graft);
        await GetAsync(id, caller, cancellation).ConfigureAwait(false);
        return await interrupts.GraftAsync(id, graft, caller, cancellation).ConfigureAwait(false);
    }

    /// <summary>Skips an agent that has not started.</summary>
    /// <exception cref="RequestException">409: the agent has started or is skipped already, or the run has ended.</exception>
    public async Task PruneAsync(string id, AgentType agent, Caller caller, CancellationToken cancellation)
    {
        await GetAsync(id, caller, cancellation).ConfigureAwait(false);
        await interrupts.PruneAsync(id, agent, caller, cancellation).ConfigureAwait(false);
    }

    /// <summary>Flags a run: it pauses before its next step until the flag is approved or denied.</summary>
    /// <returns>The identifier of the flag.</returns>
    /// <exception cref="RequestException">400: the reason is invalid; 409: the run has an open flag or has ended.</exception>
    public async Task<string> FlagAsync(string id, InterruptType type, string reason, Caller caller, CancellationToken cancellation)
    {
        RunRules.CheckReason(reason);
        await GetAsync(id, caller, cancellation).ConfigureAwait(false);
        return await interrupts.FlagAsync(id, type, reason, caller, cancellation).ConfigureAwait(false);
    }

    /// <summary>Approves the open flag of a run, which continues, or denies it; then the run fails.</summary>
    /// <exception cref="RequestException">409: the run has no open flag.</exception>
    public async Task ResolveAsync(string id, bool approve, Caller caller, CancellationToken cancellation)
    {
        await GetAsync(id, caller, cancellation).ConfigureAwait(false);
        await interrupts.ResolveAsync(id, approve, caller, cancellation).ConfigureAwait(false);
    }

    private static Run Visible(Run? run, string id, Caller caller)
    {
        if (run is null)
            throw RunErrors.NotFound(id);
        return caller.CanSee(run.UserName) ? run : throw RunErrors.Forbidden(id);
    }

    private async Task InsertAsync(DatabaseSession session, Run run, RunRequest request)
    {
        var rows = new RunRows(database, session);
        await rows.InsertAsync(run, request.Task).ConfigureAwait(false);
        await budgets.RunAcceptedAsync(session, run.Repository, run.UserName).ConfigureAwait(false);
        await events.AppendAsync(session, run.Id, RunEventTypes.RunCreated, new { repository = run.Repository, user = run.UserName, complexity = run.Complexity }).ConfigureAwait(false);
        foreach (var graft in request.Grafts)
            await interrupts.InsertGraftAsync(session, run.Id, graft, run.UserName).ConfigureAwait(false);
    }
}
