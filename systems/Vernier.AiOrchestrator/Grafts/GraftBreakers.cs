using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Grafts;

/// <summary>The circuit breakers of all agents, for the executions on this host. Thread-safe.</summary>
internal sealed partial class GraftBreakers : IDisposable
{
    private readonly Dictionary<string, GraftBreaker> _breakers;
    private readonly AiOrchestratorMetrics _metrics;
    private readonly ILogger _logger;

    public GraftBreakers(GraftAgents agents, GraftOptions options, AiOrchestratorMetrics metrics, TimeProvider time, ILogger<GraftBreakers> logger)
    {
        _metrics = metrics;
        _logger = logger;
        _breakers = agents.All.ToDictionary(
            agent => agent.Name,
            agent => new GraftBreaker(agent.Name, options.FailureThreshold, options.BreakDuration, time, state => Changed(agent.Name, state)));
    }

    /// <summary>Returns the breaker of a configured agent.</summary>
    public GraftBreaker this[string agent] => _breakers[agent];

    /// <summary>Returns the current state of each breaker, in the order of the configuration.</summary>
    public IReadOnlyList<BreakerSnapshot> Snapshot() => [.. _breakers.Values.Select(breaker => breaker.Snapshot())];

    /// <summary>Closes a breaker; returns null if the agent is unknown.</summary>
    public BreakerSnapshot? Reset(string agent) => _breakers.GetValueOrDefault(agent)?.Reset();

    public void Dispose()
    {
        foreach (var breaker in _breakers.Values)
            breaker.Dispose();
    }

    private void Changed(string agent, BreakerState state)
    {
        _metrics.BreakerChanged(agent, state);
        if (state == BreakerState.Open)
            LogOpened(_logger, agent);
        else
            LogChanged(_logger, agent, state);
    }

    [LoggerMessage(1, LogLevel.Warning, "Circuit breaker of graft agent {Agent} opened.")]
    private static partial void LogOpened(ILogger logger, string agent);

    [LoggerMessage(2, LogLevel.Information, "Circuit breaker of graft agent {Agent} changed to {State}.")]
    private static partial void LogChanged(ILogger logger, string agent, BreakerState state);
}
