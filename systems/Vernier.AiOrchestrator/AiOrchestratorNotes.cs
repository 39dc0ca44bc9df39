namespace Vernier.AiOrchestrator;

/// <summary>The notes of the reference page: names, cardinality and what queries over a range miss.</summary>
internal static class AiOrchestratorNotes
{
    public const string Text = """
        ## Names

        The management API lists dotted names, such as `orchestrator.cost.attribution`; the endpoint exposes them with underscores, and the queries above use
        those. Names, labels and units are the same in every format. OpenMetrics requires the suffix `_total` for counters, so `orchestrator_cost_attribution`
        and `orchestrator_llm_tokens_used` have the type `unknown` there, under the same names. Durations are in milliseconds.

        Every series has the constant label `application`, by default `ai-orchestrator`; `management: metrics: tags:` changes it and adds others.

        ## Cardinality

        The labels `repository` and `user` are open: each pair is a series of `orchestrator_cost_attribution`, and each agent type of a pair is a histogram
        with 15 series in `orchestrator_agent_execution_latency`. The limits are 500 repositories, 1,000 users and 10,000 combinations in each of the two
        families; what exceeds them is recorded with the label value `_overflow`, and counted in `vernier_series_overflows_total`, so totals remain
        correct. The row Cardinality of the dashboard Cost Attribution shows the current numbers. Before they reach the limits, aggregate:

        - Keep costs of the last hour by repository only: the recording rule `orchestrator:cost:repository:1h` does that, and long-term dashboards should read it.
        - Drop the series of unneeded repositories when Prometheus scrapes. The action `drop` drops whole series, not labels: the cost and latency of these
          repositories are then missing from every total.

          ```yaml
          metric_relabel_configs:
            - source_labels: [repository]
              regex: '.*-test.*'
              action: drop
          ```

        - Never use `labeldrop` for `user` or `repository`. Series that differ only in this label become duplicates, Prometheus rejects all but one of them, and
          counters seem to jump. Aggregate in a recording rule instead.

        ## New series and restarts

        `rate` and `increase` compare samples, so they miss the value that a series has when it is scraped for the first time, and extrapolate to the ends
        of the range: expect fractions.

        - Series with closed labels, and those of configured graft agents and models, exist at 0 from startup.
        - The cost series of a repository and user starts at 0 when their first run is accepted, usually several scrapes before the first cost, and a latency
          series when its agent starts for the first time. If a run spends money, or an agent ends, before its series is scraped, `rate` and `increase` miss
          this first amount; `sum(orchestrator_cost_attribution)` does not.
        - Cost and rotations are stored before they are exposed, and continue after a restart with their original start time. Prometheus sees no reset.
          All other counters start at 0 with the process.
        - Ratios are NaN without events in the range. The dashboards contain a form without NaN next to each known query that has this problem.
        """;
}
