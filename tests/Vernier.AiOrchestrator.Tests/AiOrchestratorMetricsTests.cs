using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests;

public class AiOrchestratorMetricsTests
{
    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;
    private readonly AiOrchestratorMetrics _metrics;

    public AiOrchestratorMetricsTests()
    {
        _registry = Scraping.NewRegistry(_time);
        _metrics = new AiOrchestratorMetrics(_registry);
    }

    [Fact]
    public void RestoreCost_StoredTotal_ContinuesWithItsStartTime()
    {
        var started = _time.GetUtcNow() - TimeSpan.FromDays(40);

        _metrics.RestoreCost("org/a", "ann", 12.5, started);
        _metrics.CostStored("org/a", "ann", 0.25);

        CostOf("org/a", "ann").ShouldBe(12.75);
        StartOf("orchestrator_cost_attribution").ShouldBe(started);
    }

    [Fact]
    public void RestoreCost_TotalOfZero_StaysZeroUntilTheFirstCost()
    {
        _metrics.RestoreCost("org/a", "ann", 0, _time.GetUtcNow());
        _metrics.RunAccepted("org/a", "ann");

        CostOf("org/a", "ann").ShouldBe(0);
    }

    // Without them, rate and increase miss the first cost and the first execution of each agent.
    [Fact]
    public void StepStarted_NewRepository_CreatesItsSeriesAtZero()
    {
        _metrics.StepStarted(AgentType.Architect, "org/a", "ann");

        CostOf("org/a", "ann").ShouldBe(0);
        var latency = _registry.Scrape().Samples.Where(sample => sample.Name == "orchestrator_agent_execution_latency_count").ShouldHaveSingleItem();
        latency.Value.ShouldBe(0);
        latency.Labels.ShouldContain(label => label.Value == "ARCHITECT");
    }

    // The clock was set back since the total was stored.
    [Fact]
    public void RestoreCost_StartTimeInTheFuture_IsNow()
    {
        _metrics.RestoreCost("org/a", "ann", 1, _time.GetUtcNow() + TimeSpan.FromHours(1));

        CostOf("org/a", "ann").ShouldBe(1);
        StartOf("orchestrator_cost_attribution").ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public void RestoreCost_MoreRepositoriesThanTheLimit_AddsThemInTheOverflowSeries()
    {
        for (var i = 0; i < 503; i++)
            _metrics.RestoreCost($"org/{i}", "ann", 2, _time.GetUtcNow());

        _registry.Scrape().Samples.Where(sample => sample.Name == "orchestrator_cost_attribution").Sum(sample => sample.Value).ShouldBe(1006);
        CostOf("_overflow", "ann").ShouldBe(6);
    }

    [Fact]
    public void RestoreRotations_StoredCounts_ContinueWithTheirStartTime()
    {
        var started = _time.GetUtcNow() - TimeSpan.FromDays(400);

        _metrics.RestoreRotations(14, 2, started);
        _metrics.SecretRotationFailed();

        _registry.Scrape().Value("orchestrator_vault_secret_rotation_total").ShouldBe(15);
        _registry.Scrape().Value("orchestrator_vault_secret_rotation_failure_total").ShouldBe(3);
        _registry.Text(ExpositionFormat.OpenMetrics, createdSeries: true)
            .ShouldContain($"orchestrator_vault_secret_rotation_created {started.ToUnixTimeMilliseconds() / 1000.0}\n");
    }

    // OpenMetrics does not allow counters without _total; the name stays the same in every format.
    [Fact]
    public void Cost_OpenMetrics_HasTheSameNameAndTheTypeUnknown()
    {
        _metrics.CostStored("org/a", "ann", 1);

        _registry.ToText().ShouldContain("# TYPE orchestrator_cost_attribution counter\n");
        _registry.ToText(ExpositionFormat.OpenMetrics).ShouldContain("# TYPE orchestrator_cost_attribution unknown\n");
        _registry.ScrapeOpenMetrics().Value("orchestrator_cost_attribution", ("repository", "org/a"), ("user", "ann")).ShouldBe(1);
    }

    [Fact]
    public void Series_ClosedLabels_ExistFromTheStart()
    {
        var scrape = _registry.Scrape();

        foreach (var agent in (string[])["PM", "QUALIFIER", "ARCHITECT", "DEVELOPER", "TESTER", "WRITER"])
        {
            scrape.Value("orchestrator_agent_step_executions_total", ("agent_type", agent)).ShouldBe(0);
            scrape.Value("orchestrator_agent_step_errors_total", ("agent_type", agent)).ShouldBe(0);
        }
        foreach (var type in (string[])["review", "security", "cost", "quality"])
            scrape.Value("orchestrator_interrupt_triggered_total", ("interrupt_type", type)).ShouldBe(0);
    }

    private double CostOf(string repository, string user) => _registry.Scrape().Value("orchestrator_cost_attribution", ("repository", repository), ("user", user));

    private DateTimeOffset? StartOf(string name)
    {
        var family = (CounterFamily<CostLabels>)_registry.Families.Single(f => f.Name == name);
        return family.With(new("org/a", "ann")).StartTime;
    }
}
