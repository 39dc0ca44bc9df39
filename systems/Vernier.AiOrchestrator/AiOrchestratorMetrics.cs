using static Vernier.AiOrchestrator.AiOrchestratorDefinitions;

namespace Vernier.AiOrchestrator;

/// <summary>Records the events of AI Orchestrator; the only class that touches instruments. Thread-safe.</summary>
internal sealed class AiOrchestratorMetrics
{
    private readonly MetricRegistry _registry;
    private readonly HistogramFamily<AgentExecutionLabels> _agentLatency;
    private readonly CounterFamily<AgentLabels> _stepExecutions;
    private readonly CounterFamily<AgentLabels> _stepErrors;
    private readonly SummaryFamily<StepLabels> _stepDuration;
    private readonly Counter _workflowExecutions;
    private readonly Counter _workflowSuccesses;
    private readonly Counter _workflowFailures;
    private readonly Counter _workflowCancellations;
    private readonly Histogram _workflowDuration;
    private readonly Counter _testerLoops;
    private readonly Counter _reviewLoops;
    private readonly Counter _documentReads;
    private readonly Counter _documentWrites;
    private readonly CounterFamily<InterruptLabels> _interruptsTriggered;
    private readonly CounterFamily<InterruptLabels> _interruptsApproved;
    private readonly CounterFamily<InterruptLabels> _interruptsDenied;
    private readonly GaugeFamily<GraftLabels> _breakerState;
    private readonly CounterFamily<GraftLabels> _circuitOpened;
    private readonly CounterFamily<GraftLabels> _graftExecutions;
    private readonly CounterFamily<GraftLabels> _graftSuccesses;
    private readonly CounterFamily<GraftLabels> _graftFailures;
    private readonly CounterFamily<GraftLabels> _graftTimeouts;
    private readonly CounterFamily<GraftLabels> _graftRejections;
    private readonly CounterFamily<GraftLabels> _graftCancellations;
    private readonly CounterFamily<ModelLabels> _modelCalls;
    private readonly CounterFamily<ModelLabels> _modelErrors;
    private readonly CounterFamily<TokenLabels> _tokensUsed;
    private readonly CounterFamily<FailoverLabels> _failovers;
    private readonly Counter _budgetExceeded;
    private readonly CounterFamily<CostLabels> _cost;
    private readonly Summary _costPerRun;
    private readonly Gauge _activeConnections;
    private readonly Gauge _queueDepth;
    private readonly Gauge _droppedMessages;
    private readonly Summary _connectionQuality;
    private readonly Summary _deliveryRate;
    private readonly Counter _connections;
    private readonly Counter _disconnections;
    private readonly Counter _reconnections;
    private readonly Counter _messagesIn;
    private readonly Counter _messagesOut;
    private readonly Counter _messageFailures;
    private readonly Counter _fallbacks;
    private readonly Histogram _messageLatency;
    private readonly Counter _tokenRefreshes;
    private readonly Counter _tokenRefreshFailures;
    private readonly Counter _authRejections;
    private readonly Counter _apiRejections;
    private readonly Counter _uploadRejections;
    private readonly Counter _rotations;
    private readonly Counter _rotationFailures;
    private readonly GaugeFamily<SecretLabels> _lastRotation;

    /// <summary>Registers the families.</summary>
    /// <exception cref="MetricClashException">The registry already has these families.</exception>
    public AiOrchestratorMetrics(MetricRegistry registry)
    {
        _registry = registry;
        _agentLatency = registry.Histogram(AgentLatency);
        _stepExecutions = registry.Counter(StepExecutions);
        _stepErrors = registry.Counter(StepErrors);
        _stepDuration = registry.Summary(StepDuration);
        _workflowExecutions = registry.Counter(WorkflowExecutions);
        _workflowSuccesses = registry.Counter(WorkflowSuccesses);
        _workflowFailures = registry.Counter(WorkflowFailures);
        _workflowCancellations = registry.Counter(WorkflowCancellations);
        _workflowDuration = registry.Histogram(WorkflowDuration);
        _testerLoops = registry.Counter(TesterLoops);
        _reviewLoops = registry.Counter(ReviewLoops);
        _documentReads = registry.Counter(DocumentReads);
        _documentWrites = registry.Counter(DocumentWrites);
        _interruptsTriggered = registry.Counter(InterruptsTriggered);
        _interruptsApproved = registry.Counter(InterruptsApproved);
        _interruptsDenied = registry.Counter(InterruptsDenied);
        _breakerState = registry.Gauge(AiOrchestratorDefinitions.BreakerState);
        _circuitOpened = registry.Counter(CircuitOpened);
        _graftExecutions = registry.Counter(GraftExecutions);
        _graftSuccesses = registry.Counter(GraftSuccesses);
        _graftFailures = registry.Counter(GraftFailures);
        _graftTimeouts = registry.Counter(GraftTimeouts);
        _graftRejections = registry.Counter(GraftRejections);
        _graftCancellations = registry.Counter(GraftCancellations);
        _modelCalls = registry.Counter(ModelCalls);
        _modelErrors = registry.Counter(ModelErrors);
        _tokensUsed = registry.Counter(TokensUsed);
        _failovers = registry.Counter(Failovers);
        _budgetExceeded = registry.Counter(BudgetExceeded);
        _cost = registry.Counter(Cost);
        _costPerRun = registry.Summary(CostPerRun);
        _activeConnections = registry.Gauge(ActiveConnections);
        _queueDepth = registry.Gauge(QueueDepth);
        _droppedMessages = registry.Gauge(DroppedMessages);
        _connectionQuality = registry.Summary(ConnectionQuality);
        _deliveryRate = registry.Summary(DeliveryRate);
        _connections = registry.Counter(Connections);
        _disconnections = registry.Counter(Disconnections);
        _reconnections = registry.Counter(Reconnections);
        _messagesIn = registry.Counter(MessagesIn);
        _messagesOut = registry.Counter(MessagesOut);
        _messageFailures = registry.Counter(MessageFailures);
        _fallbacks = registry.Counter(Fallbacks);
        _messageLatency = registry.Histogram(MessageLatency);
        _tokenRefreshes = registry.Counter(TokenRefreshes);
        _tokenRefreshFailures = registry.Counter(TokenRefreshFailures);
        _authRejections = registry.Counter(AuthRejections);
        _apiRejections = registry.Counter(ApiRejections);
        _uploadRejections = registry.Counter(UploadRejections);
        _rotations = registry.Counter(Rotations);
        _rotationFailures = registry.Counter(RotationFailures);
        _lastRotation = registry.Gauge(LastRotation);
        CreateClosedSeries();
    }

    /// <summary>Creates the series of a graft agent at 0, with a closed circuit breaker.</summary>
    public void GraftAgentConfigured(string agent)
    {
        var labels = new GraftLabels(agent);
        _breakerState.With(labels);
        _circuitOpened.With(labels);
        _graftExecutions.With(labels);
        _graftSuccesses.With(labels);
        _graftFailures.With(labels);
        _graftTimeouts.With(labels);
        _graftRejections.With(labels);
        _graftCancellations.With(labels);
    }

    /// <summary>Creates the series of a model at 0.</summary>
    public void ModelConfigured(string model)
    {
        _modelCalls.With(new(model));
        _modelErrors.With(new(model));
        _tokensUsed.With(new(model, TokenKind.Input));
        _tokensUsed.With(new(model, TokenKind.Output));
    }

    /// <summary>Creates the failover series of a complexity that has two legs at 0.</summary>
    public void FailoverConfigured(Complexity tier) => _failovers.With(new(tier, ModelLeg.Primary, ModelLeg.Secondary));

    /// <summary>Creates the cost series of a run at 0, so that its first cost is an increase.</summary>
    public void RunAccepted(string repository, string user) => _cost.With(new(repository, user));

    /// <summary>Creates the series of a step at 0, so that its end is an increase; also the cost series, because another host may have accepted the run.</summary>
    public void StepStarted(AgentType agent, string repository, string user)
    {
        _agentLatency.With(new(agent, repository, user));
        _cost.With(new(repository, user));
    }

    /// <summary>Continues the cost series of a repository and user with the stored total. Call it at startup, before costs are recorded.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="user">The user.</param>
    /// <param name="usd">The stored total in USD.</param>
    /// <param name="started">The time at which the total was 0.</param>
    public void RestoreCost(string repository, string user, double usd, DateTimeOffset started) => Restore(_cost.With(new(repository, user)), usd, started);

    /// <summary>Continues the counts of rotations with the stored ones. Call it at startup, before rotations are recorded.</summary>
    /// <param name="rotations">The stored number of rotations, failed ones included.</param>
    /// <param name="failures">The stored number of failed rotations.</param>
    /// <param name="started">The time at which both were 0.</param>
    public void RestoreRotations(long rotations, long failures, DateTimeOffset started)
    {
        Restore(_rotations, rotations, started);
        Restore(_rotationFailures, failures, started);
    }

    /// <summary>Records the end of a step of the pipeline.</summary>
    public void StepEnded(AgentType agent, string repository, string user, TimeSpan duration, bool failed)
    {
        _agentLatency.With(new(agent, repository, user)).Observe(duration.TotalMilliseconds);
        _stepExecutions.With(new(agent)).Inc();
        if (failed)
            _stepErrors.With(new(agent)).Inc();
        _stepDuration.With(new((PipelineStep)agent)).Observe(duration.TotalMilliseconds);
    }

    /// <summary>Records the end of a run.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="duration">The time since its start; not recorded for a cancelled run.</param>
    /// <param name="cost">Its cost in USD.</param>
    public void RunEnded(RunOutcome outcome, TimeSpan duration, double cost)
    {
        _costPerRun.Observe(cost);
        if (outcome == RunOutcome.Cancelled)
        {
            _workflowCancellations.Inc();
            return;
        }
        _workflowExecutions.Inc();
        (outcome == RunOutcome.Succeeded ? _workflowSuccesses : _workflowFailures).Inc();
        _workflowDuration.Observe(duration.TotalMilliseconds);
    }

    public void TesterReturnedWork() => _testerLoops.Inc();

    public void ReviewerReturnedWork() => _reviewLoops.Inc();

    public void DocumentsRead(int count = 1) => _documentReads.Inc(count);

    public void DocumentWritten() => _documentWrites.Inc();

    public void InterruptTriggered(InterruptType type) => _interruptsTriggered.With(new(type)).Inc();

    public void InterruptApproved(InterruptType type) => _interruptsApproved.With(new(type)).Inc();

    public void InterruptDenied(InterruptType type) => _interruptsDenied.With(new(type)).Inc();

    /// <summary>Records the state of a circuit breaker after a change, a reset included.</summary>
    public void BreakerChanged(string agent, BreakerState state)
    {
        _breakerState.With(new(agent)).Set((double)state);
        if (state == AiOrchestrator.BreakerState.Open)
            _circuitOpened.With(new(agent)).Inc();
    }

    public void GraftSucceeded(string agent)
    {
        _graftExecutions.With(new(agent)).Inc();
        _graftSuccesses.With(new(agent)).Inc();
    }

    public void GraftFailed(string agent, bool timedOut)
    {
        _graftExecutions.With(new(agent)).Inc();
        _graftFailures.With(new(agent)).Inc();
        if (timedOut)
            _graftTimeouts.With(new(agent)).Inc();
    }

    public void GraftRejected(string agent) => _graftRejections.With(new(agent)).Inc();

    public void GraftCancelled(string agent) => _graftCancellations.With(new(agent)).Inc();

    public void ModelCallSucceeded(string model, long inputTokens, long outputTokens) => ModelCallEnded(model, inputTokens, outputTokens);

    /// <summary>Records a failed call, with the usage that its response reported.</summary>
    public void ModelCallFailed(string model, long inputTokens = 0, long outputTokens = 0)
    {
        ModelCallEnded(model, inputTokens, outputTokens);
        _modelErrors.With(new(model)).Inc();
    }

    public void FailedOver(Complexity tier, ModelLeg from, ModelLeg to) => _failovers.With(new(tier, from, to)).Inc();

    public void BudgetRefusedCall() => _budgetExceeded.Inc();

    /// <summary>Records cost that is already stored.</summary>
    public void CostStored(string repository, string user, double usd) => _cost.With(new(repository, user)).Inc(usd);

    public void ConnectionOpened(bool longPolling)
    {
        _activeConnections.Inc();
        _connections.Inc();
        if (longPolling)
            _fallbacks.Inc();
    }

    public void ConnectionClosed()
    {
        _activeConnections.Dec();
        _disconnections.Inc();
    }

    public void SessionResumed() => _reconnections.Inc();

    public void MessageReceived() => _messagesIn.Inc();

    public void MessageSent()
    {
        _messagesOut.Inc();
        _queueDepth.Inc();
    }

    /// <summary>Records messages that left the queue because they were acknowledged.</summary>
    public void MessagesAcknowledged(int count) => _queueDepth.Add(-count);

    /// <summary>Records messages that left the queue because they were not acknowledged.</summary>
    public void MessagesFailed(int count)
    {
        _queueDepth.Add(-count);
        _messageFailures.Inc(count);
    }

    public void MessageDropped() => _droppedMessages.Inc();

    public void RoundTripMeasured(TimeSpan duration) => _messageLatency.Observe(duration.TotalMilliseconds);

    public void QualitySampled(double score) => _connectionQuality.Observe(score);

    public void DeliverySampled(double rate) => _deliveryRate.Observe(rate);

    /// <summary>Records a refresh of an access token.</summary>
    public void TokenRefreshed(bool succeeded)
    {
        _tokenRefreshes.Inc();
        if (!succeeded)
            _tokenRefreshFailures.Inc();
    }

    public void RequestRejected(RateLimitKind limit) => (limit switch
    {
        RateLimitKind.Auth => _authRejections,
        RateLimitKind.Upload => _uploadRejections,
        _ => _apiRejections,
    }).Inc();

    /// <summary>Registers what reads the number of locked accounts at each scrape. Call it once.</summary>
    public void ObserveBlockedAccounts(Func<double> read) => _registry.GaugeCallback(BlockedAccounts, read);

    /// <summary>Records a rotation that is already stored.</summary>
    public void SecretRotated(string secret, DateTimeOffset time)
    {
        _rotations.Inc();
        _lastRotation.With(new(secret)).Set(time.ToUnixTimeMilliseconds() / 1000.0);
    }

    /// <summary>Records a failed rotation that is already stored.</summary>
    public void SecretRotationFailed()
    {
        _rotations.Inc();
        _rotationFailures.Inc();
    }

    /// <summary>Sets the time of the last rotation of a secret, as stored; for a new secret the time of its creation.</summary>
    public void SecretLoaded(string secret, DateTimeOffset lastRotation) =>
        _lastRotation.With(new(secret)).Set(lastRotation.ToUnixTimeMilliseconds() / 1000.0);

    private void ModelCallEnded(string model, long inputTokens, long outputTokens)
    {
        _modelCalls.With(new(model)).Inc();
        _tokensUsed.With(new(model, TokenKind.Input)).Inc(inputTokens);
        _tokensUsed.With(new(model, TokenKind.Output)).Inc(outputTokens);
    }

    private void Restore(Counter counter, double value, DateTimeOffset started)
    {
        // Totals beyond the label limits share the overflow series.
        if (counter.Value > 0)
        {
            counter.Inc(value);
            return;
        }
        // The clock may have been set back since the total was stored.
        var now = _registry.TimeProvider.GetUtcNow();
        counter.Restore(value, started < now ? started : now);
    }

    private void CreateClosedSeries()
    {
        foreach (var agent in Enum.GetValues<AgentType>())
        {
            _stepExecutions.With(new(agent));
            _stepErrors.With(new(agent));
            _stepDuration.With(new((PipelineStep)agent));
        }
        foreach (var type in Enum.GetValues<InterruptType>())
        {
            _interruptsTriggered.With(new(type));
            _interruptsApproved.With(new(type));
            _interruptsDenied.With(new(type));
        }
    }
}
