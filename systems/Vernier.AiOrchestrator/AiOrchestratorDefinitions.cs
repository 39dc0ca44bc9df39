namespace Vernier.AiOrchestrator;

/// <summary>The metric definitions of AI Orchestrator, and nothing else: dashboards, alerts and the catalog refer to them, never the other way round.</summary>
internal static class AiOrchestratorDefinitions
{
    private const string Agents = "Agents";
    private const string Runs = "Runs";
    private const string Grafts = "Grafts";
    private const string Models = "Models";
    private const string WebSockets = "WebSocket connections";
    private const string Security = "Security";
    private const string Vault = "Secret rotation";
    private const string CostCategory = "Cost";

    public static readonly HistogramDefinition<AgentExecutionLabels> AgentLatency =
        new("orchestrator_agent_execution_latency", "Agent execution latency in milliseconds")
        {
            Category = Agents,
            Recorded = "When an agent ends, successfully or not, including the calls of its models. A series starts at 0 when its agent starts for the first time.",
            Buckets = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000],
            MaxSeries = 10_000,
        };

    public static readonly CounterDefinition<AgentLabels> StepExecutions =
        new("orchestrator_agent_step_executions_total", "Pipeline steps that ended, successfully or not")
        {
            Category = Agents,
            FromStart = true,
            Counts = CountedOutcomes.Attempts,
            Recorded = "When a step ends; a step that was returned for rework is executed again.",
        };

    public static readonly CounterDefinition<AgentLabels> StepErrors =
        new("orchestrator_agent_step_errors_total", "Pipeline steps that failed")
        {
            Category = Agents,
            FromStart = true,
            Counts = CountedOutcomes.Failures,
            Recorded = "When a step fails, in addition to orchestrator_agent_step_executions_total.",
        };

    public static readonly SummaryDefinition<StepLabels> StepDuration =
        new("orchestrator_agent_step_duration", "Duration of pipeline steps in milliseconds")
        {
            Category = Agents,
            FromStart = true,
            Recorded = "When a step ends, successfully or not. It has no quantiles: use the sum and the count.",
            Quantiles = [],
        };

    public static readonly CounterDefinition WorkflowExecutions =
        new("orchestrator_workflow_executions_total", "Runs that ended with success or failure")
        {
            Category = Runs,
            Counts = CountedOutcomes.Attempts,
            Recorded = "When a run ends; cancelled runs are not included.",
        };

    public static readonly CounterDefinition WorkflowSuccesses =
        new("orchestrator_workflow_success_total", "Runs that succeeded") { Category = Runs, Counts = CountedOutcomes.Successes, Recorded = "When a run ends with all documents." };

    public static readonly CounterDefinition WorkflowFailures =
        new("orchestrator_workflow_failure_total", "Runs that failed") { Category = Runs, Counts = CountedOutcomes.Failures, Recorded = "When a run ends without all documents, for example because its budget is exhausted." };

    public static readonly CounterDefinition WorkflowCancellations =
        new("orchestrator_workflow_cancelled_total", "Runs that were cancelled") { Category = Runs, Recorded = "When a cancelled run ends." };

    public static readonly HistogramDefinition WorkflowDuration =
        new("orchestrator_workflow_duration", "Duration of runs in milliseconds, from their start to their end")
        {
            Category = Runs,
            Recorded = "When a run succeeds or fails.",
            Buckets = [1_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000],
        };

    public static readonly CounterDefinition TesterLoops =
        new("orchestrator_loop_tester_developer_total", "Times the tester returned work to the developer") { Category = Runs, Recorded = "When the tester requests changes; at most twice per run." };

    public static readonly CounterDefinition ReviewLoops =
        new("orchestrator_loop_review_developer_total", "Times a reviewing graft returned work to the developer") { Category = Runs, Recorded = "When a graft after DEVELOPER requests changes; at most twice per run." };

    public static readonly CounterDefinition DocumentReads =
        new("orchestrator_blackboard_reads_total", "Documents of runs that were read") { Category = Runs, Recorded = "When an agent or a client reads a document." };

    public static readonly CounterDefinition DocumentWrites =
        new("orchestrator_blackboard_writes_total", "Documents of runs that were written") { Category = Runs, Recorded = "When an agent or a graft has written its document." };

    public static readonly CounterDefinition<InterruptLabels> InterruptsTriggered =
        new("orchestrator_interrupt_triggered_total", "Runs that were flagged") { Category = Runs, FromStart = true, Recorded = "When a watcher flags a run, which pauses it." };

    public static readonly CounterDefinition<InterruptLabels> InterruptsApproved =
        new("orchestrator_interrupt_approved_total", "Flags that were approved") { Category = Runs, FromStart = true, Recorded = "When a flag is approved; the run continues." };

    public static readonly CounterDefinition<InterruptLabels> InterruptsDenied =
        new("orchestrator_interrupt_denied_total", "Flags that were denied") { Category = Runs, FromStart = true, Recorded = "When a flag is denied; the run fails." };

    public static readonly GaugeDefinition<GraftLabels> BreakerState =
        new("orchestrator_graft_circuit_breaker_state", "Circuit breaker state: 0=CLOSED, 1=OPEN, 2=HALF_OPEN")
        {
            Category = Grafts,
            FromStart = true,
            Recorded = "At startup, and when the state of the breaker changes, including by a reset.",
        };

    public static readonly CounterDefinition<GraftLabels> CircuitOpened =
        new("orchestrator_graft_circuit_open_total", "Times the circuit breaker of a graft agent opened") { Category = Grafts, FromStart = true, Recorded = "When the breaker changes to OPEN." };

    public static readonly CounterDefinition<GraftLabels> GraftExecutions =
        new("orchestrator_graft_executions_total", "Grafts that ended with success or failure")
        {
            Category = Grafts,
            FromStart = true,
            Counts = CountedOutcomes.Attempts,
            Recorded = "When a graft ends, once for all of its attempts; rejected and cancelled grafts are not included.",
        };

    public static readonly CounterDefinition<GraftLabels> GraftSuccesses =
        new("orchestrator_graft_success_total", "Grafts that succeeded") { Category = Grafts, FromStart = true, Counts = CountedOutcomes.Successes, Recorded = "When an attempt of a graft succeeds." };

    public static readonly CounterDefinition<GraftLabels> GraftFailures =
        new("orchestrator_graft_failure_total", "Grafts that failed, timeouts included") { Category = Grafts, FromStart = true, Counts = CountedOutcomes.Failures, Recorded = "When the last attempt of a graft fails or times out." };

    public static readonly CounterDefinition<GraftLabels> GraftTimeouts =
        new("orchestrator_graft_timeout_total", "Grafts that timed out") { Category = Grafts, FromStart = true, Recorded = "When the last attempt of a graft times out, in addition to orchestrator_graft_failure_total." };

    public static readonly CounterDefinition<GraftLabels> GraftRejections =
        new("orchestrator_graft_rejected_total", "Grafts that an open circuit breaker rejected") { Category = Grafts, FromStart = true, Recorded = "When a graft is due while its breaker rejects executions." };

    public static readonly CounterDefinition<GraftLabels> GraftCancellations =
        new("orchestrator_graft_cancelled_total", "Grafts that were cancelled") { Category = Grafts, FromStart = true, Recorded = "When a graft ends because its run was cancelled or ended." };

    public static readonly CounterDefinition<ModelLabels> ModelCalls =
        new("orchestrator_llm_calls_total", "Calls of language models") { Category = Models, FromStart = true, Counts = CountedOutcomes.Attempts, Recorded = "When a call ends, successfully or not; each leg of a failover is a call." };

    public static readonly CounterDefinition<ModelLabels> ModelErrors =
        new("orchestrator_llm_errors_total", "Calls of language models that failed") { Category = Models, FromStart = true, Counts = CountedOutcomes.Failures, Recorded = "When a call fails, times out or returns an invalid response." };

    public static readonly CounterDefinition<TokenLabels> TokensUsed =
        new("orchestrator_llm_tokens_used", "Tokens that language models read and wrote") { Category = Models, FromStart = true, Recorded = "When a call returns its usage." };

    public static readonly CounterDefinition<FailoverLabels> Failovers =
        new("orchestrator_llm_dual_failover_total", "Failovers between the two legs of a model") { Category = Models, FromStart = true, Recorded = "When a call is repeated on the other leg, or goes to it because a circuit breaker is open." };

    public static readonly CounterDefinition BudgetExceeded =
        new("orchestrator_token_budget_exceeded_total", "Model calls that an exhausted budget refused") { Category = Models, Recorded = "When the budget of the run or of the UTC day refuses a call; the run ends." };

    public static readonly CounterDefinition<CostLabels> Cost =
        new("orchestrator_cost_attribution", "Cost in USD by repository and user")
        {
            Category = CostCategory,
            MaxSeries = 10_000,
            Recorded = "When the cost of a model call is stored. A series starts at 0 when a run is accepted, and continues after a restart.",
        };

    public static readonly SummaryDefinition CostPerRun =
        new("orchestrator_cost_per_bolt", "Cost of a run in USD") { Category = CostCategory, Recorded = "When a run ends, cancelled runs included. It has no quantiles: use the sum and the count.", Quantiles = [] };

    public static readonly GaugeDefinition ActiveConnections =
        new("orchestrator_websocket_active_connections", "Active WebSocket connections") { Category = WebSockets, Recorded = "When a client connects or disconnects; long polling included." };

    public static readonly GaugeDefinition QueueDepth =
        new("orchestrator_websocket_message_queue_depth", "Messages that clients have not acknowledged yet") { Category = WebSockets, Recorded = "When a message is sent, acknowledged or failed." };

    public static readonly GaugeDefinition DroppedMessages =
        new("orchestrator_websocket_dropped_messages", "Messages dropped because the queue of a connection was full") { Category = WebSockets, Recorded = "When a message is dropped. It never decreases." };

    public static readonly SummaryDefinition ConnectionQuality =
        new("orchestrator_websocket_connection_quality", "Mean quality score of the open connections (0-100)")
        {
            Category = WebSockets,
            Recorded = "Every 10 seconds while a client is connected; the quantile covers one minute.",
            Quantiles = [0.5],
            MaxAge = TimeSpan.FromMinutes(1),
        };

    public static readonly SummaryDefinition DeliveryRate =
        new("orchestrator_websocket_message_delivery_rate", "Share of the messages of the last minute that were delivered (0-1)")
        {
            Category = WebSockets,
            Recorded = "Every 10 seconds while a client is connected; the quantile covers one minute.",
            Quantiles = [0.5],
            MaxAge = TimeSpan.FromMinutes(1),
        };

    public static readonly CounterDefinition Connections =
        new("orchestrator_websocket_connections_total", "WebSocket connections established") { Category = WebSockets, Recorded = "When a client is connected." };

    public static readonly CounterDefinition Disconnections =
        new("orchestrator_websocket_disconnections_total", "WebSocket connections closed") { Category = WebSockets, Recorded = "When a connection ends for any reason." };

    public static readonly CounterDefinition Reconnections =
        new("orchestrator_websocket_reconnections_total", "Clients that resumed a session") { Category = WebSockets, Recorded = "When a client connects with the id of an earlier session." };

    public static readonly CounterDefinition MessagesIn =
        new("orchestrator_websocket_messages_in_total", "Messages received from clients") { Category = WebSockets, Recorded = "When a client invokes a method of the hub." };

    public static readonly CounterDefinition MessagesOut =
        new("orchestrator_websocket_messages_out_total", "Messages sent to clients") { Category = WebSockets, Recorded = "When a message is sent for the first time; replays are not included." };

    public static readonly CounterDefinition MessageFailures =
        new("orchestrator_websocket_message_failures_total", "Messages that were not delivered") { Category = WebSockets, Recorded = "When a message is not acknowledged within 30 seconds (acknowledgment_timeout), when its connection ends first, or when a critical message takes its place in a full queue." };

    public static readonly CounterDefinition Fallbacks =
        new("orchestrator_websocket_fallback_http_total", "Clients that fell back to HTTP long polling") { Category = WebSockets, Recorded = "When a client connects by long polling." };

    public static readonly HistogramDefinition MessageLatency =
        new("orchestrator_websocket_message_latency", "Round-trip time of WebSocket messages in milliseconds")
        {
            Category = WebSockets,
            Recorded = "When a client returns the result of a measurement by the server.",
            Buckets = [5, 10, 25, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
        };

    public static readonly CounterDefinition TokenRefreshes =
        new("orchestrator_jwt_token_refresh_total", "JWT token refresh operations, successful or not") { Category = Security, Counts = CountedOutcomes.Attempts, Recorded = "When a refresh request is processed." };

    public static readonly CounterDefinition TokenRefreshFailures =
        new("orchestrator_jwt_token_refresh_failure_total", "JWT token refresh operations that failed") { Category = Security, Counts = CountedOutcomes.Failures, Recorded = "When the refresh token is unknown, expired or reused, when its session has ended, for example because the user was disabled, or when the database or the signing keys are unavailable." };

    public static readonly CounterDefinition AuthRejections =
        new("orchestrator_ratelimiter_rejected_auth_total", "Login and refresh requests that a rate limit rejected") { Category = Security, Recorded = "When a request gets 429." };

    public static readonly CounterDefinition ApiRejections =
        new("orchestrator_ratelimiter_rejected_api_total", "API requests that a rate limit rejected") { Category = Security, Recorded = "When a request gets 429." };

    public static readonly CounterDefinition UploadRejections =
        new("orchestrator_ratelimiter_rejected_upload_total", "Uploads that a rate limit rejected") { Category = Security, Recorded = "When a request with a large body gets 429." };

    public static readonly GaugeDefinition BlockedAccounts =
        new("orchestrator_bruteforce_blocked_accounts", "Accounts that are locked after failed logins") { Category = Security, Recorded = "Read at each scrape." };

    public static readonly CounterDefinition Rotations =
        new("orchestrator_vault_secret_rotation_total", "Secret rotations, successful or not") { Category = Vault, Counts = CountedOutcomes.Attempts, Recorded = "When a rotation ends. It continues after a restart." };

    public static readonly CounterDefinition RotationFailures =
        new("orchestrator_vault_secret_rotation_failure_total", "Secret rotations that failed") { Category = Vault, Counts = CountedOutcomes.Failures, Recorded = "When a rotation fails. It continues after a restart." };

    public static readonly GaugeDefinition<SecretLabels> LastRotation =
        new("orchestrator_vault_secret_last_rotation_timestamp", "Unix time in seconds of the last successful rotation of a secret") { Category = Vault, FromStart = true, Recorded = "When a secret is created or rotated. It continues after a restart." };
}
