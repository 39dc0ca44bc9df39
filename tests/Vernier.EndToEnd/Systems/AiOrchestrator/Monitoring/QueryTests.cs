using Vernier.AiOrchestrator;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Monitoring;

/// <summary>
/// The 36 known queries return what their titles promise, compared with what the test and its models have counted. Where an idle series or an empty result
/// changes the value of a query, the recommended one returns it.
/// </summary>
public class QueryTests(MonitoredOrchestrator orchestrator) : IClassFixture<MonitoredOrchestrator>
{
    /// <summary>The most that the storage of a result takes on a busy machine, in milliseconds.</summary>
    private const double StorageTime = 100;

    private static readonly double[] Bounds = [0, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

    private IReadOnlyList<AgentTime> Window => [.. orchestrator.Times.Where(time => !time.IsWarmUp)];

    private static double TotalCostOf(MonitoredOrchestrator orchestrator) => orchestrator.CostOf(_ => true);

    [Fact]
    public void Queries_OfTheCatalog_AreQ5ToQ40() =>
        AiOrchestratorCatalog.Catalog.DocumentedQueries.Select(query => query.Id).ShouldBe(Enumerable.Range(5, 36).Select(number => $"Q{number}"));

    [Fact]
    public void Q5_P95LatencyByAgentType_IsInTheBucketOfTheSlowestTwentieth()
    {
        var values = Results("Q5").ToDictionary(sample => sample.Labels["agent_type"], sample => sample.Value);

        values.Keys.ShouldBe(["PM", "QUALIFIER", "ARCHITECT", "DEVELOPER", "TESTER", "WRITER"], ignoreOrder: true);
        foreach (var agent in Window.GroupBy(time => time.Agent))
            ShouldBeQuantile(0.95, agent, values[agent.Key]);
        values["ARCHITECT"].ShouldBeInRange(10_000, 30_000);
        values["DEVELOPER"].ShouldBeInRange(500, 1_000);
    }

    [Fact]
    public void Q6_P99LatencyOfARepository_IsInTheBucketOfItsSlowestAgent() =>
        ShouldBeQuantile(0.99, Window.Where(time => time.Repository == "myorg/myrepo"), Value("Q6"));

    [Fact]
    public void Q7_MeanLatency_IsTheMeanOfMeansWithoutIdleSeries()
    {
        var expected = orchestrator.Times.GroupBy(time => (time.Agent, time.Repository)).Average(series => series.Average(time => time.Milliseconds));

        orchestrator.MeanLatencyWithoutIdleSeries.ShouldHaveSingleItem().Value.ShouldBe(expected, expected * 0.15 + StorageTime / 2);
    }

    [Fact]
    public void Q7_IdleSeries_IsNaNAndTheRecommendedQueryIsTheMean()
    {
        Value("Q7").ShouldBe(double.NaN);
        var expected = Window.Average(time => time.Milliseconds);
        Recommended("Q7").ShouldBe(expected, expected * 0.15 + StorageTime / 2);
    }

    [Fact]
    public void Q8_OpenCircuitBreakers_IsTheirNumber()
    {
        Value("Q8").ShouldBe(MonitoredOrchestrator.FailingAgents.Count);
        Recommended("Q8").ShouldBe(MonitoredOrchestrator.FailingAgents.Count);
    }

    [Fact]
    public void Q9_OpenEventsPerMinute_IsOneForEachAgentThatFailed()
    {
        var values = Results("Q9").ToDictionary(sample => sample.Labels["agent"], sample => sample.Value);

        foreach (var (agent, value) in values)
            ShouldBeIncrease(MonitoredOrchestrator.FailingAgents.Contains(agent) ? 1 : 0, value);
        values.Count.ShouldBe(6);
    }

    [Fact]
    public void Q10_GraftSuccessRate_IsTheShareOfTheGraftsThatSucceeded() =>
        Value("Q10").ShouldBe(100.0 * orchestrator.SuccessfulGrafts / (orchestrator.SuccessfulGrafts + MonitoredOrchestrator.FailingAgents.Count), 1e-9);

    [Fact]
    public void Q11_ActiveConnections_AreTheOpenWatchers() => Value("Q11").ShouldBe(MonitoredOrchestrator.OpenWatchers);

    [Fact]
    public void Q12_MessagesInPerSecond_AreTheAcknowledgmentsOfTheLastMinute() => ShouldBeIncrease(MonitoredOrchestrator.LastMessages, Value("Q12") * 60);

    [Fact]
    public void Q13_MessagesOutPerSecond_AreTheEventsOfTheLastMinute() => ShouldBeIncrease(MonitoredOrchestrator.LastMessages, Value("Q13") * 60);

    // Each watcher returns measurements after 250 ms, which scores 50 of 100; a session that was resumed once scores 80.
    [Fact]
    public void Q14_ConnectionQuality_IsTheMeanScoreOfTheOpenConnections()
    {
        const double once = (MonitoredOrchestrator.OpenWatchers - MonitoredOrchestrator.ResumedWatchers) * (0.4 * 50 + 0.3 * 100 + 0.3 * 100);
        const double resumed = MonitoredOrchestrator.ResumedWatchers * (0.4 * 50 + 0.3 * 80 + 0.3 * 100);

        Value("Q14").ShouldBe((once + resumed) / MonitoredOrchestrator.OpenWatchers, 0.5);
    }

    [Fact]
    public void Q15_DeliverySuccessRate_IsTheShareOfTheAcknowledgedMessages() =>
        Value("Q15").ShouldBe(100.0 * MonitoredOrchestrator.OpenWatchers / MonitoredOrchestrator.Watchers, 0.5);

    [Fact]
    public void Q16_MessageLatencyP95_IsTheDelayOfTheWatchers() => Value("Q16").ShouldBeInRange(200, 500);

    [Fact]
    public void Q17_RefreshesPerMinute_AreAllAttempts() => ShouldBeIncrease(MonitoredOrchestrator.Refreshes + MonitoredOrchestrator.FailedRefreshes, Value("Q17"));

    [Fact]
    public void Q18_RefreshFailuresPerMinute_AreTheFailuresOfFiveMinutes() => ShouldBeIncrease(MonitoredOrchestrator.FailedRefreshes, Value("Q18") * 5);

    [Fact]
    public void Q19_RefreshSuccessRate_IsTheShareOfTheSuccessfulAttempts() =>
        Value("Q19").ShouldBe(100.0 * MonitoredOrchestrator.Refreshes / (MonitoredOrchestrator.Refreshes + MonitoredOrchestrator.FailedRefreshes), 1e-9);

    [Fact]
    public void Q20_TotalRotations_AreAllAttempts() => Value("Q20").ShouldBe(MonitoredOrchestrator.Rotations);

    [Fact]
    public void Q21_RotationFailures_AreTheFailedAttempts() => Value("Q21").ShouldBe(MonitoredOrchestrator.FailedRotations);

    [Fact]
    public void Q22_RotationSuccessRate_IsTheShareOfTheSuccessfulAttempts() =>
        Value("Q22").ShouldBe(100.0 * (MonitoredOrchestrator.Rotations - MonitoredOrchestrator.FailedRotations) / MonitoredOrchestrator.Rotations, 1e-9);

    [Fact]
    public void Q23_RotationsInADay_AreAllAttempts() => ShouldBeIncrease(MonitoredOrchestrator.Rotations, Value("Q23"));

    [Fact]
    public void Q24_TotalCost_IsTheCostOfAllCalls() => Value("Q24").ShouldBe(TotalCostOf(orchestrator), 1e-6);

    [Fact]
    public void Q25_CostByRepository_IsTheCostOfItsCalls()
    {
        Results("Q25").Count.ShouldBe(MonitoredOrchestrator.UserOf.Count);
        Results("Q25").ShouldAllBe(sample => Math.Abs(sample.Value - orchestrator.CostOf(repository => repository == sample.Labels["repository"])) < 1e-6);
    }

    [Fact]
    public void Q26_CostByUser_IsTheCostOfTheirRepositories()
    {
        Results("Q26").Select(sample => sample.Labels["user"]).ShouldBe(MonitoredOrchestrator.UserOf.Values.Distinct(), ignoreOrder: true);
        Results("Q26").ShouldAllBe(sample => Math.Abs(sample.Value - orchestrator.CostOf(repository => MonitoredOrchestrator.UserOf[repository] == sample.Labels["user"])) < 1e-6);
    }

    [Fact]
    public void Q27_TopRepositories_AreOrderedByCost() => Results("Q27").Select(sample => sample.Value).ShouldBe(Results("Q25").Select(sample => sample.Value).OrderDescending());

    [Theory]
    [InlineData("Q28")]
    [InlineData("Q29")]
    public void Cost_OfAWindow_IsTheCostSinceTheFirstScrape(string id) => ShouldBeIncrease(orchestrator.LaterCostOf(_ => true), Value(id));

    [Fact]
    public void Q30_CostOfAUser_IsTheCostOfTheirRepositories() =>
        ShouldBeIncrease(orchestrator.LaterCostOf(repository => MonitoredOrchestrator.UserOf[repository] == "user123"), Value("Q30"));

    [Fact]
    public void Q31_HighAgentLatency_IsTheAgentThatTookElevenSeconds()
    {
        var slow = Results("Q31").ShouldHaveSingleItem();

        (slow.Labels["agent_type"], slow.Labels["repository"], slow.Labels["user"]).ShouldBe(("ARCHITECT", MonitoredOrchestrator.SlowRepository, "ada"));
        slow.Value.ShouldBeInRange(10_000, 30_000);
    }

    [Fact]
    public void Q32_CircuitBreakerOpen_AreTheAgentsThatFailed() =>
        Results("Q32").Select(sample => sample.Labels["agent"]).ShouldBe(MonitoredOrchestrator.FailingAgents, ignoreOrder: true);

    [Fact]
    public void Q33_ConnectionsHigh_IsTheNumberOfOpenWatchers() => Value("Q33").ShouldBe(MonitoredOrchestrator.OpenWatchers);

    [Fact]
    public void Q34_DeliveryLow_IsTheDeliveryRate()
    {
        Value("Q34").ShouldBe((double)MonitoredOrchestrator.OpenWatchers / MonitoredOrchestrator.Watchers, 0.005);
        Recommended("Q34").ShouldBe(Value("Q34"), 1e-9);
    }

    [Fact]
    public void Q35_RefreshFailuresHigh_IsTheirRate() => ShouldBeIncrease(MonitoredOrchestrator.FailedRefreshes, Value("Q35") * 300);

    [Fact]
    public void Q36_RotationFailure_IsTheFailedAttempt() => ShouldBeIncrease(MonitoredOrchestrator.FailedRotations, Value("Q36"));

    // The known form is per second and for each series: it would need 36,000 USD per hour. The corrected form is per hour, here all of it in one window.
    [Fact]
    public void Q37_CostSpike_IsFoundByTheCorrectedFormOnly()
    {
        Results("Q37").ShouldBeEmpty();
        ShouldBeIncrease(orchestrator.LaterCostOf(_ => true), Recommended("Q37"));
    }

    [Fact]
    public void Q38_RepositoryCost_IsTheCostOfAnHour()
    {
        Results("Q38").Count.ShouldBe(MonitoredOrchestrator.UserOf.Count);
        foreach (var sample in Results("Q38"))
            ShouldBeIncrease(orchestrator.LaterCostOf(repository => repository == sample.Labels["repository"]), sample.Value);
    }

    [Fact]
    public void Q39_UniqueRepositories_IsTheirNumber() => Value("Q39").ShouldBe(MonitoredOrchestrator.UserOf.Count);

    [Fact]
    public void Q40_UniqueUsers_IsTheirNumber() => Value("Q40").ShouldBe(MonitoredOrchestrator.UserOf.Values.Distinct().Count());

    // With the committed rules. The alert waits for one minute; no other condition has been true for long enough.
    [Fact]
    public async Task Alert_RotationFailed_FiresAlone()
    {
        var firing = await orchestrator.Prometheus.WaitUntilAsync("ALERTS{alertstate=\"firing\"}", alerts => alerts.Count > 0, TimeSpan.FromSeconds(90));

        firing.Select(alert => alert.Labels["alertname"]).ShouldBe(["VaultRotationFailure"]);
    }

    private IReadOnlyList<QuerySample> Results(string id) => orchestrator.Results[id];

    private double Value(string id) => Results(id).ShouldHaveSingleItem().Value;

    private double Recommended(string id) => orchestrator.Recommended[id].ShouldHaveSingleItem().Value;

    /// <summary>
    /// The quantile of a histogram is in the bucket of the observation, or in the next one if the observation is near its bound: the times of the API include
    /// the storage of the result.
    /// </summary>
    private static void ShouldBeQuantile(double quantile, IEnumerable<AgentTime> times, double value)
    {
        double[] sorted = [.. times.Select(time => time.Milliseconds).Order()];
        var observation = sorted[(int)Math.Ceiling(quantile * sorted.Length) - 1];
        var lower = Math.Max(0, (observation * 0.9) - StorageTime);
        value.ShouldBeInRange(Bounds.Last(bound => bound <= lower), Bounds.First(bound => bound >= observation * 1.1), $"an observation of {observation} ms");
    }

    /// <summary>Prometheus extrapolates an increase to the edges of the window by up to a scrape interval on both sides; the series is a minute old at least.</summary>
    private static void ShouldBeIncrease(double expected, double increase) => increase.ShouldBeInRange(expected - 1e-6, expected * 1.06 + 1e-6);
}
