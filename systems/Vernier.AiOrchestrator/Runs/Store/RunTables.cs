using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>The tables of runs.</summary>
internal static class RunTables
{
    public static TableScript Script { get; } = new("""
        CREATE TABLE IF NOT EXISTS orchestrator_runs (
            id text PRIMARY KEY,
            repository text NOT NULL,
            user_name text NOT NULL,
            task text NOT NULL,
            complexity text NOT NULL,
            status text NOT NULL,
            reason text,
            created_at bigint NOT NULL,
            started_at bigint,
            ended_at bigint,
            stop_outcome text,
            stop_reason text,
            tester_loops bigint NOT NULL DEFAULT 0,
            review_loops bigint NOT NULL DEFAULT 0,
            last_event bigint NOT NULL DEFAULT 0,
            lease_number bigint NOT NULL DEFAULT 0,
            lease_owner text,
            lease_expires bigint NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS orchestrator_runs_status ON orchestrator_runs (status, created_at);
        CREATE INDEX IF NOT EXISTS orchestrator_runs_created ON orchestrator_runs (created_at, id);
        CREATE INDEX IF NOT EXISTS orchestrator_runs_user ON orchestrator_runs (user_name, created_at, id);

        CREATE TABLE IF NOT EXISTS orchestrator_steps (
            run_id text NOT NULL REFERENCES orchestrator_runs (id) ON DELETE CASCADE,
            agent text NOT NULL,
            position bigint NOT NULL,
            status text NOT NULL,
            executions bigint NOT NULL DEFAULT 0,
            started_at bigint,
            ended_at bigint,
            error text,
            PRIMARY KEY (run_id, agent));

        CREATE TABLE IF NOT EXISTS orchestrator_documents (
            run_id text NOT NULL REFERENCES orchestrator_runs (id) ON DELETE CASCADE,
            author text NOT NULL,
            agent text NOT NULL,
            position text NOT NULL,
            text text NOT NULL,
            written_at bigint NOT NULL,
            PRIMARY KEY (run_id, author));

        CREATE TABLE IF NOT EXISTS orchestrator_run_events (
            run_id text NOT NULL REFERENCES orchestrator_runs (id) ON DELETE CASCADE,
            sequence bigint NOT NULL,
            type text NOT NULL,
            time bigint NOT NULL,
            data text NOT NULL,
            PRIMARY KEY (run_id, sequence));

        CREATE TABLE IF NOT EXISTS orchestrator_grafts (
            id text PRIMARY KEY,
            run_id text NOT NULL REFERENCES orchestrator_runs (id) ON DELETE CASCADE,
            position bigint NOT NULL,
            agent text NOT NULL,
            after_agent text NOT NULL,
            timeout_ms bigint,
            status text NOT NULL,
            attempts bigint NOT NULL DEFAULT 0,
            error text,
            created_at bigint NOT NULL,
            started_at bigint,
            ended_at bigint);
        CREATE INDEX IF NOT EXISTS orchestrator_grafts_run ON orchestrator_grafts (run_id, position);

        CREATE TABLE IF NOT EXISTS orchestrator_flags (
            id text PRIMARY KEY,
            run_id text NOT NULL REFERENCES orchestrator_runs (id) ON DELETE CASCADE,
            type text NOT NULL,
            reason text NOT NULL,
            user_name text NOT NULL,
            status text NOT NULL,
            created_at bigint NOT NULL,
            resolved_at bigint,
            resolved_by text);
        CREATE INDEX IF NOT EXISTS orchestrator_flags_run ON orchestrator_flags (run_id);

        CREATE TABLE IF NOT EXISTS orchestrator_idempotency_keys (
            user_name text NOT NULL,
            idempotency_key text NOT NULL,
            request_hash text NOT NULL,
            run_id text NOT NULL,
            PRIMARY KEY (user_name, idempotency_key));
        CREATE INDEX IF NOT EXISTS orchestrator_idempotency_keys_run ON orchestrator_idempotency_keys (run_id);
        """);
}
