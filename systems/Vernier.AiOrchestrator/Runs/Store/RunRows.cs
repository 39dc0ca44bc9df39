using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>The rows of runs, in the session of a read or of a transaction. Not thread-safe.</summary>
internal sealed class RunRows(Database database, DatabaseSession session)
{
    private const string GraftColumns = "id, agent, after_agent, timeout_ms, status, attempts, error, created_at, started_at, ended_at";
    private const string FlagColumns = "id, run_id, type, reason, user_name, status, created_at, resolved_at, resolved_by";

    public async Task<Run?> FindAsync(string id) =>
        // PostgreSQL rejects a NUL character as an error.
        StoredText.IsStorable(id)
            ? await session.FirstOrDefaultAsync<Run>($"SELECT {Run.Columns} FROM orchestrator_runs WHERE id = @Id", new { Id = id }).ConfigureAwait(false)
            : null;

    /// <summary>Reads a run that the transaction is going to change. Transactions that change the same run wait for one another.</summary>
    public Task<Run?> LockAsync(string id) =>
        session.FirstOrDefaultAsync<Run>($"SELECT {Run.Columns} FROM orchestrator_runs WHERE id = @Id {database.ForUpdate}", new { Id = id });

    /// <summary>Reads a run that the holder of a lease is going to change.</summary>
    /// <exception cref="LeaseLostException">The lease is not valid any more.</exception>
    public async Task<Run> LockAsync(RunLease lease)
    {
        var run = await LockAsync(lease.RunId).ConfigureAwait(false);
        return run?.LeaseNumber == lease.Number ? run : throw new LeaseLostException(lease);
    }

    /// <summary>Reads a page of runs, the latest first.</summary>
    /// <param name="user">The user whose runs are listed; null means all users.</param>
    /// <param name="before">The page contains older runs than this one; null means the first page.</param>
    /// <param name="limit">The maximum number of runs.</param>
    public Task<IReadOnlyList<Run>> ListAsync(string? user, Run? before, int limit)
    {
        var conditions = new List<string>();
        if (user is not null)
            conditions.Add("user_name = @User");
        if (before is not null)
            conditions.Add("(created_at < @CreatedAt OR (created_at = @CreatedAt AND id < @Id))");
        var where = conditions.Count > 0 ? "WHERE " + string.Join(" AND ", conditions) : "";
        return session.QueryAsync<Run>(
            $"SELECT {Run.Columns} FROM orchestrator_runs {where} ORDER BY created_at DESC, id DESC LIMIT @Limit",
            new { User = user, before?.CreatedAt, before?.Id, Limit = limit });
    }

    public async Task<string> ReadTaskAsync(string id) =>
        await session.FirstOrDefaultAsync<string>("SELECT task FROM orchestrator_runs WHERE id = @Id", new { Id = id }).ConfigureAwait(false) ?? "";

    /// <summary>Reads the steps in the order of the pipeline.</summary>
    public Task<IReadOnlyList<RunStep>> StepsAsync(string id) =>
        session.QueryAsync<RunStep>("SELECT agent, status, executions, started_at, ended_at, error FROM orchestrator_steps WHERE run_id = @Id ORDER BY position", new { Id = id });

    /// <summary>Reads the grafts in the order in which they were added.</summary>
    public Task<IReadOnlyList<RunGraft>> GraftsAsync(string id) =>
        session.QueryAsync<RunGraft>($"SELECT {GraftColumns} FROM orchestrator_grafts WHERE run_id = @Id ORDER BY position", new { Id = id });

    public Task<IReadOnlyList<RunFlag>> FlagsAsync(string id) =>
        session.QueryAsync<RunFlag>($"SELECT {FlagColumns} FROM orchestrator_flags WHERE run_id = @Id ORDER BY created_at, id", new { Id = id });

    public Task<RunFlag?> OpenFlagAsync(string id) =>
        session.FirstOrDefaultAsync<RunFlag>($"SELECT {FlagColumns} FROM orchestrator_flags WHERE run_id = @Id AND status = 'Open'", new { Id = id });

    /// <summary>Reads the results of agents and grafts, in the order of the pipeline.</summary>
    public async Task<IReadOnlyList<RunDocument>> DocumentsAsync(string id)
    {
        var rows = await session.QueryAsync<RunDocument>(
            "SELECT author, agent, position, text, written_at FROM orchestrator_documents WHERE run_id = @Id ORDER BY written_at, author", new { Id = id }).ConfigureAwait(false);
        return [.. rows.OrderBy(row => row.Position).ThenBy(row => row.IsGraft)];
    }

    /// <summary>Reads who has written when, without the texts.</summary>
    public Task<IReadOnlyList<RunDocument>> DocumentHeadsAsync(string id) => session.QueryAsync<RunDocument>(
        "SELECT author, agent, position, written_at FROM orchestrator_documents WHERE run_id = @Id ORDER BY written_at, author", new { Id = id });

    /// <summary>Reads the latest result of a pipeline agent, a graft, or a graft agent.</summary>
    public Task<RunDocument?> DocumentAsync(string id, string name) => session.FirstOrDefaultAsync<RunDocument>(
        "SELECT author, agent, position, text, written_at FROM orchestrator_documents WHERE run_id = @Id AND (author = @Name OR agent = @Name) ORDER BY written_at DESC LIMIT 1",
        new { Id = id, Name = name });

    public async Task InsertAsync(Run run, string task)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO orchestrator_runs (id, repository, user_name, task, complexity, status, created_at)
            VALUES (@Id, @Repository, @UserName, @Task, @Complexity, @Status, @CreatedAt)
            """,
            new { run.Id, run.Repository, run.UserName, Task = task, Complexity = run.Complexity.ToString(), Status = run.Status.ToString(), run.CreatedAt }).ConfigureAwait(false);
        foreach (var agent in Enum.GetValues<AgentType>())
        {
            await session.ExecuteAsync(
                "INSERT INTO orchestrator_steps (run_id, agent, position, status) VALUES (@RunId, @Agent, @Position, 'Pending')",
                new { RunId = run.Id, Agent = agent.ToString(), Position = (long)agent }).ConfigureAwait(false);
        }
    }

    public Task InsertGraftAsync(string runId, RunGraft graft, int position) => session.ExecuteAsync(
        """
        INSERT INTO orchestrator_grafts (id, run_id, position, agent, after_agent, timeout_ms, status, created_at)
        VALUES (@Id, @RunId, @Position, @Agent, @AfterAgent, @TimeoutMs, 'Pending', @CreatedAt)
        """,
        new { graft.Id, RunId = runId, Position = (long)position, graft.Agent, AfterAgent = graft.AfterAgent.ToString(), graft.TimeoutMs, graft.CreatedAt });

    /// <summary>Stores the result of an agent or a graft; it replaces an earlier one of the same author.</summary>
    public Task WriteDocumentAsync(string runId, RunDocument document) => session.ExecuteAsync(
        """
        INSERT INTO orchestrator_documents (run_id, author, agent, position, text, written_at)
        VALUES (@RunId, @Author, @Agent, @Position, @Text, @WrittenAt)
        ON CONFLICT (run_id, author) DO UPDATE SET text = excluded.text, written_at = excluded.written_at
        """,
        new { RunId = runId, document.Author, document.Agent, Position = document.Position.ToString(), document.Text, document.WrittenAt });
}
