namespace Vernier.AiOrchestrator.Hubs;

/// <summary>The quality score and the health of connections. All functions are pure.</summary>
internal static class ConnectionQuality
{
    private const double Perfect = 100;

    /// <summary>Returns the score of a connection, 5.5 to 100: 40 % latency, 30 % reconnections, 30 % delivery.</summary>
    /// <param name="averageLatency">The average round-trip time in milliseconds, 0 if it has not been measured.</param>
    /// <param name="reconnections">How often the client has resumed its session.</param>
    /// <param name="deliveryRate">The share of delivered messages, 0 to 1.</param>
    public static double Score(double averageLatency, int reconnections, double deliveryRate) =>
        0.4 * LatencyScore(averageLatency) + 0.3 * ReconnectionScore(reconnections) + 0.3 * (Perfect * deliveryRate);

    public static ConnectionHealth HealthOf(double score) => score switch
    {
        >= 80 => ConnectionHealth.Healthy,
        >= 50 => ConnectionHealth.Degraded,
        _ => ConnectionHealth.Unhealthy,
    };

    /// <summary>Returns the health of all connections together: at least 90 % healthy, at least 60 % healthy, or less.</summary>
    public static ConnectionHealth Overall(int healthy, int total) => total == 0 ? ConnectionHealth.Unknown : ((double)healthy / total) switch
    {
        >= 0.9 => ConnectionHealth.Healthy,
        >= 0.6 => ConnectionHealth.Degraded,
        _ => ConnectionHealth.Unhealthy,
    };

    /// <summary>Returns the share of delivered messages, or 1 without messages.</summary>
    public static double DeliveryRate(long delivered, long failed) => delivered + failed == 0 ? 1 : (double)delivered / (delivered + failed);

    private static double LatencyScore(double milliseconds) => milliseconds switch
    {
        < 50 => Perfect,
        < 100 => 90,
        < 200 => 75,
        < 500 => 50,
        < 1000 => 25,
        _ => 10,
    };

    private static double ReconnectionScore(int count) => count switch
    {
        0 => Perfect,
        1 => 80,
        2 => 60,
        <= 5 => 40,
        <= 10 => 20,
        _ => 5,
    };
}

/// <summary>The health of a connection, or of all connections.</summary>
internal enum ConnectionHealth
{
    Unknown,
    Healthy,
    Degraded,
    Unhealthy,
}
