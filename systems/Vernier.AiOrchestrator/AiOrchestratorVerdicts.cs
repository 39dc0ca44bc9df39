using Vernier.Catalog;
using static Vernier.AiOrchestrator.AiOrchestratorQueries;

namespace Vernier.AiOrchestrator;

/// <summary>What each known query returns, and what to use instead where its value is not what its title promises.</summary>
internal static class AiOrchestratorVerdicts
{
    private const string Milliseconds = "The histogram has this name and is in milliseconds. ";

    private const string WithoutTotal = "The counter is exposed as orchestrator_cost_attribution, without _total, in every format. ";

    private const string FromStart = "The series exist at 0 from startup. ";

    private const string Continues = "The stored total continues after a restart, so this is the total since the first start of the hosts that are scraped. ";

    private const string NewSeries = "increase misses what a series has when it is scraped for the first time; a cost series starts at 0 when a run is accepted, before its first cost. ";

    public static IReadOnlyList<DocumentedQuery> All { get; } =
    [
        Of("Q5", "P95 latency by agent type", LatencyP95, QueryVerdict.NeedsShape, Milliseconds + "An agent type without executions in five minutes has the value NaN."),
        Of("Q6", "P99 latency for specific repository", LatencyP99, QueryVerdict.NeedsShape,
            Milliseconds + "Replace the repository by one of yours; NaN while it has no executions. The dashboard has a panel for all repositories as well."),
        Of("Q7", "Mean latency across all agents", MeanLatency, QueryVerdict.NeedsShape,
            Milliseconds + "It is a mean of means: a series with one execution weighs as much as one with a thousand, and one series without executions in five minutes makes it NaN.",
            AiOrchestratorDashboards.WeightedLatency("5m")),
        Of("Q8", "Count of open circuit breakers", OpenBreakers, QueryVerdict.WorksWithCaveat,
            "Empty instead of 0 while no breaker is open. " + FromStart + "A reset is visible at once.", AiOrchestratorDashboards.OpenBreakersOrZero),
        Of("Q9", "Circuit breaker open events per minute", OpenedPerMinute, QueryVerdict.WorksWithCaveat,
            FromStart + "It counts openings, not rejected grafts. The range of a minute needs a scrape interval of 15 seconds."),
        Of("Q10", "Graft success rate", GraftSuccessRate, QueryVerdict.WorksWithCaveat,
            "Each graft is one execution with exactly one outcome, so the value is 0 to 100. It covers the time since the start of the process; NaN before the first graft."),
        Of("Q11", "Active connections", Connected, QueryVerdict.Works, "One value for each instance; long polling is included."),
        Of("Q12", "Message throughput (per second)", MessagesInPerSecond, QueryVerdict.WorksWithCaveat, "The range of a minute needs a scrape interval of 15 seconds."),
        Of("Q13", "Message throughput (per second)", MessagesOutPerSecond, QueryVerdict.WorksWithCaveat,
            "The range of a minute needs a scrape interval of 15 seconds. Replays to a client that resumes are not counted."),
        Of("Q14", "Average connection quality", AverageQuality, QueryVerdict.NeedsShape,
            "The summary has one quantile, 0.5 over a minute, of the mean score that is sampled every 10 seconds, so the average over the instances is the current value. "
            + "An instance without connections has the value NaN, and so has the average.", AiOrchestratorDashboards.QualityOfConnected),
        Of("Q15", "Message delivery success rate", DeliverySuccessRate, QueryVerdict.NeedsShape,
            "As Q14: one quantile, and NaN if an instance has no connections.", AiOrchestratorDashboards.DeliveryOfConnected),
        Of("Q16", "WebSocket message latency P95", MessageLatencyP95, QueryVerdict.NeedsShape,
            "The histogram of round trips has this name and is in milliseconds. One value for each instance; NaN while nothing is measured."),
        Of("Q17", "JWT refresh rate per minute", RefreshesPerMinute, QueryVerdict.WorksWithCaveat, "Counts all attempts. The range of a minute needs a scrape interval of 15 seconds."),
        Of("Q18", "JWT refresh failure rate", RefreshFailuresPerMinute, QueryVerdict.WorksWithCaveat, "Failures per minute, not a share of the attempts; the dashboard has a panel for the share."),
        Of("Q19", "JWT refresh success rate", RefreshSuccessRate, QueryVerdict.WorksWithCaveat,
            "orchestrator_jwt_token_refresh_total counts all attempts, so the value is 0 to 100. It covers the time since the start of the process; NaN before the first refresh."),
        Of("Q20", "Total rotations", TotalRotations, QueryVerdict.WorksWithCaveat, Continues),
        Of("Q21", "Rotation failures", TotalRotationFailures, QueryVerdict.WorksWithCaveat, Continues),
        Of("Q22", "Rotation success rate", RotationSuccessRate, QueryVerdict.WorksWithCaveat,
            "orchestrator_vault_secret_rotation_total counts all attempts, so the value is 0 to 100; NaN before the first rotation.", AiOrchestratorDashboards.RotationSuccessRateIfAny),
        Of("Q23", "Rotations in last 24 hours", RotationsInADay, QueryVerdict.WorksWithCaveat, FromStart + "The value is extrapolated, so it is a fraction; round it."),
        Of("Q24", "Total cost (all time)", TotalCost, QueryVerdict.NeedsShape, WithoutTotal + Continues),
        Of("Q25", "Cost by repository", CostByRepository, QueryVerdict.NeedsShape, WithoutTotal + Continues),
        Of("Q26", "Cost by user", CostByUser, QueryVerdict.NeedsShape, WithoutTotal + Continues),
        Of("Q27", "Top 10 repositories by cost", TopRepositories, QueryVerdict.NeedsShape, WithoutTotal + Continues),
        Of("Q28", "Cost in last 24 hours", CostInADay, QueryVerdict.NeedsShape, WithoutTotal + NewSeries),
        Of("Q29", "Cost rate per hour", CostInAnHour, QueryVerdict.NeedsShape, WithoutTotal + NewSeries),
        Of("Q30", "Cost per user in last 7 days", CostOfUserInAWeek, QueryVerdict.NeedsShape,
            WithoutTotal + NewSeries + "It selects one user; the dashboard has a panel for all users."),
        Of("Q31", "HighAgentLatencyP95", LatencyIsHigh, QueryVerdict.NeedsShape,
            Milliseconds + "10000 is 10 seconds, and the buckets extend to 10 minutes. It compares each agent type, repository and user separately. "
            + "The description of the alert prints milliseconds, because humanizeDuration expects seconds and would print 10001 as 2h 46m 41s."),
        Of("Q32", "CircuitBreakerOpen", BreakerIsOpen, QueryVerdict.Works, "The gauge is set at startup and at each change, including a reset."),
        Of("Q33", "WebSocketConnectionsHigh", ConnectionsAreHigh, QueryVerdict.Works, "Compares each instance."),
        Of("Q34", "MessageDeliveryRateLow", DeliveryIsLow, QueryVerdict.NeedsShape,
            "As Q14. An instance without connections makes the average NaN, and the alert could not fire; the alert leaves such instances out.", AiOrchestratorAlerts.DeliveryOfConnectedIsLow),
        Of("Q35", "JWTRefreshFailureRateHigh", RefreshFailuresAreHigh, QueryVerdict.WorksWithCaveat, "Failures per second, regardless of the number of attempts: more than 6 per minute."),
        Of("Q36", "VaultRotationFailure", RotationFailed, QueryVerdict.WorksWithCaveat, FromStart + "The alert resolves an hour after the failure."),
        Of("Q37", "CostSpikeDetected", CostSpikePerSecond, QueryVerdict.Misleads,
            "rate is per second, and the condition compares each series: 10 means 36,000 USD per hour for one repository and user. The alert compares the cost of all per hour.",
            AiOrchestratorAlerts.CostSpike),
        Of("Q38", AiOrchestratorAlerts.RepositoryCost.Name, RepositoryCostInAnHour, QueryVerdict.NeedsShape, WithoutTotal + NewSeries),
        Of("Q39", "Count unique repositories", Repositories, QueryVerdict.NeedsShape, WithoutTotal + "Empty until a run is accepted. At most 501: 500 repositories and _overflow."),
        Of("Q40", "Count unique users", Users, QueryVerdict.NeedsShape, WithoutTotal + "Empty until a run is accepted. At most 1,001: 1,000 users and _overflow."),
    ];

    private static DocumentedQuery Of(string id, string title, PromQLExpression query, QueryVerdict verdict, string reason, PromQLExpression? instead = null) =>
        new(id, title, query.ToString()) { Verdict = verdict, Reason = reason.TrimEnd(), Instead = instead };
}
