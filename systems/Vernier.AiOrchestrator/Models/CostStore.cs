using System.Globalization;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Models;

/// <summary>The cost of a call that must be stored.</summary>
/// <param name="CallId">Identifies the call, so that a repeated attempt does not store its cost twice.</param>
/// <param name="RunId">The run.</param>
/// <param name="Repository">The repository of the run.</param>
/// <param name="User">The user who started the run.</param>
/// <param name="Usd">The cost in USD.</param>
/// <param name="Time">The time of the call, which selects the UTC day.</param>
internal sealed record CallCost(string CallId, string RunId, string Repository, string User, double Usd, DateTimeOffset Time);

/// <summary>What a run and a UTC day have spent; null if nothing is stored.</summary>
internal sealed class StoredSpend
{
    public double? RunUsd { get; init; }

    public double? DayUsd { get; init; }
}

/// <summary>The stored cost of a repository and user, which this host has charged.</summary>
internal sealed class StoredCostTotal
{
    public string Repository { get; init; } = "";

    public string UserName { get; init; } = "";

    public double Usd { get; init; }

    /// <summary>The time at which the total was 0, in Unix milliseconds.</summary>
    public long Started { get; init; }
}

/// <summary>Stores what runs, days, and repositories and users have spent. Thread-safe.</summary>
internal sealed class CostStore(Database database, DataDirectory directory, TimeProvider time)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS orchestrator_run_spend (run_id text PRIMARY KEY, usd double precision NOT NULL);
        CREATE TABLE IF NOT EXISTS orchestrator_charged_calls (call_id text PRIMARY KEY, run_id text NOT NULL);
        CREATE INDEX IF NOT EXISTS orchestrator_charged_calls_run ON orchestrator_charged_calls (run_id);
        CREATE TABLE IF NOT EXISTS orchestrator_day_spend (day text PRIMARY KEY, usd double precision NOT NULL);
        CREATE TABLE IF NOT EXISTS orchestrator_cost_totals (
            instance text NOT NULL,
            repository text NOT NULL,
            user_name text NOT NULL,
            usd double precision NOT NULL,
            started bigint NOT NULL,
            PRIMARY KEY (instance, repository, user_name));
        """);

    /// <summary>Adds a cost to the run, the day and the total, in one transaction. A call that is already stored is ignored.</summary>
    /// <exception cref="StorageException">Nothing is stored, or the commit was not confirmed. Repeat with the same cost.</exception>
    public Task AddAsync(CallCost cost, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        var added = await session.ExecuteAsync(
            "INSERT INTO orchestrator_charged_calls (call_id, run_id) VALUES (@CallId, @RunId) ON CONFLICT (call_id) DO NOTHING", new { cost.CallId, cost.RunId }).ConfigureAwait(false);
        if (added == 0)
            return;
        await session.ExecuteAsync("""
            INSERT INTO orchestrator_run_spend (run_id, usd) VALUES (@RunId, @Usd)
            ON CONFLICT (run_id) DO UPDATE SET usd = orchestrator_run_spend.usd + excluded.usd
            """, new { cost.RunId, cost.Usd }).ConfigureAwait(false);
        await session.ExecuteAsync("""
            INSERT INTO orchestrator_day_spend (day, usd) VALUES (@Day, @Usd)
            ON CONFLICT (day) DO UPDATE SET usd = orchestrator_day_spend.usd + excluded.usd
            """, new { Day = DayOf(cost.Time), cost.Usd }).ConfigureAwait(false);
        await AddTotalAsync(session, cost.Repository, cost.User, cost.Usd).ConfigureAwait(false);
    }, cancellation);

    /// <summary>Adds to the total of a repository and user; a new total starts now.</summary>
    public Task AddTotalAsync(DatabaseSession session, string repository, string user, double usd) => session.ExecuteAsync("""
        INSERT INTO orchestrator_cost_totals (instance, repository, user_name, usd, started) VALUES (@Instance, @Repository, @User, @Usd, @Now)
        ON CONFLICT (instance, repository, user_name) DO UPDATE SET usd = orchestrator_cost_totals.usd + excluded.usd
        """, new { Instance = directory.InstanceId, Repository = repository, User = user, Usd = usd, Now = time.GetUtcNow().ToUnixTimeMilliseconds() });

    /// <summary>Returns what a run has spent, and what all runs have spent on the current UTC day.</summary>
    public async Task<StoredSpend> ReadSpendAsync(string? runId, DateTimeOffset now, CancellationToken cancellation) =>
        await database.ReadAsync(session => session.FirstOrDefaultAsync<StoredSpend>("""
            SELECT (SELECT usd FROM orchestrator_run_spend WHERE run_id = @RunId) AS run_usd,
                   (SELECT usd FROM orchestrator_day_spend WHERE day = @Day) AS day_usd
            """, new { RunId = runId ?? "", Day = DayOf(now) }), cancellation).ConfigureAwait(false) ?? new StoredSpend();

    /// <summary>Returns an SQL expression for what a run has spent, 0 if nothing is stored.</summary>
    /// <param name="runId">The expression of the identifier of the run: a column or a parameter.</param>
    public static string SpentByRun(string runId) => $"COALESCE((SELECT usd FROM orchestrator_run_spend WHERE run_id = {runId}), 0)";

    /// <summary>Returns the totals of this host.</summary>
    public Task<IReadOnlyList<StoredCostTotal>> ReadTotalsAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<StoredCostTotal>("""
            SELECT repository, user_name, usd, started FROM orchestrator_cost_totals WHERE instance = @Instance ORDER BY started, repository, user_name
            """, new { Instance = directory.InstanceId }), cancellation);

    /// <summary>Deletes what a run has spent. The spend of its day and the totals remain.</summary>
    public static async Task DeleteRunAsync(DatabaseSession session, string runId)
    {
        await session.ExecuteAsync("DELETE FROM orchestrator_run_spend WHERE run_id = @RunId", new { RunId = runId }).ConfigureAwait(false);
        await session.ExecuteAsync("DELETE FROM orchestrator_charged_calls WHERE run_id = @RunId", new { RunId = runId }).ConfigureAwait(false);
    }

    private static string DayOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
