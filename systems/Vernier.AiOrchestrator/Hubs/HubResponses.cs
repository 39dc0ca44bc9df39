namespace Vernier.AiOrchestrator.Hubs;

/// <summary>The open connections.</summary>
/// <param name="ActiveConnections">The connections.</param>
/// <param name="TotalActive">Their number.</param>
/// <param name="Timestamp">The time in Unix milliseconds.</param>
internal sealed record ConnectionsResponse(IReadOnlyList<ConnectionSnapshot> ActiveConnections, int TotalActive, long Timestamp);

/// <summary>The statistics and the quality of a session.</summary>
internal sealed record SessionReport(ConnectionSnapshot Session, bool Connected, double QualityScore, ConnectionHealth Health)
{
    public static SessionReport Of(ConnectionSnapshot session, bool connected) =>
        new(session, connected, session.QualityScore, ConnectionQuality.HealthOf(session.QualityScore));
}

/// <summary>The sessions, including those of clients that may return.</summary>
internal sealed record SessionsResponse(IReadOnlyList<SessionReport> Sessions, int TotalSessions, long Timestamp);

/// <summary>The health of the open connections.</summary>
internal sealed record HealthResponse(
    int TotalConnections, int HealthyConnections, int DegradedConnections, int UnhealthyConnections, double AverageQualityScore, ConnectionHealth OverallHealth)
{
    public static HealthResponse Of(IReadOnlyList<ConnectionSnapshot> connections)
    {
        var health = connections.CountBy(connection => ConnectionQuality.HealthOf(connection.QualityScore)).ToDictionary();
        var healthy = health.GetValueOrDefault(ConnectionHealth.Healthy);
        return new(
            connections.Count,
            healthy,
            health.GetValueOrDefault(ConnectionHealth.Degraded),
            health.GetValueOrDefault(ConnectionHealth.Unhealthy),
            connections is [] ? 0 : connections.Average(connection => connection.QualityScore),
            ConnectionQuality.Overall(healthy, connections.Count));
    }
}

/// <summary>The number of sessions that were removed.</summary>
internal sealed record CleanupResponse(string Status, int Removed);
