using Vernier.AiOrchestrator.Hubs;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class ConnectionQualityTests
{
    [Theory]
    [InlineData(0, 0, 1, 100)]
    [InlineData(49.99, 0, 1, 100)]
    [InlineData(50, 0, 1, 96)]
    [InlineData(99.99, 0, 1, 96)]
    [InlineData(100, 0, 1, 90)]
    [InlineData(200, 0, 1, 80)]
    [InlineData(500, 0, 1, 70)]
    [InlineData(999.99, 0, 1, 70)]
    [InlineData(1000, 0, 1, 64)]
    [InlineData(60_000, 0, 1, 64)]
    [InlineData(0, 1, 1, 94)]
    [InlineData(0, 2, 1, 88)]
    [InlineData(0, 3, 1, 82)]
    [InlineData(0, 5, 1, 82)]
    [InlineData(0, 6, 1, 76)]
    [InlineData(0, 10, 1, 76)]
    [InlineData(0, 11, 1, 71.5)]
    [InlineData(0, 0, 0.5, 85)]
    [InlineData(0, 0, 0, 70)]
    [InlineData(1000, 11, 0, 5.5)]
    public void Score_LatencyReconnectionsAndDelivery_AreWeighted(double latency, int reconnections, double delivery, double expected) =>
        ConnectionQuality.Score(latency, reconnections, delivery).ShouldBe(expected, 1e-9);

    [Theory]
    [InlineData(100, nameof(ConnectionHealth.Healthy))]
    [InlineData(80, nameof(ConnectionHealth.Healthy))]
    [InlineData(79.99, nameof(ConnectionHealth.Degraded))]
    [InlineData(50, nameof(ConnectionHealth.Degraded))]
    [InlineData(49.99, nameof(ConnectionHealth.Unhealthy))]
    public void HealthOf_Score_HasItsBounds(double score, string expected) => ConnectionQuality.HealthOf(score).ToString().ShouldBe(expected);

    [Theory]
    [InlineData(0, 0, nameof(ConnectionHealth.Unknown))]
    [InlineData(9, 10, nameof(ConnectionHealth.Healthy))]
    [InlineData(89, 100, nameof(ConnectionHealth.Degraded))]
    [InlineData(6, 10, nameof(ConnectionHealth.Degraded))]
    [InlineData(59, 100, nameof(ConnectionHealth.Unhealthy))]
    [InlineData(0, 1, nameof(ConnectionHealth.Unhealthy))]
    public void Overall_ShareOfHealthyConnections_HasItsBounds(int healthy, int total, string expected) =>
        ConnectionQuality.Overall(healthy, total).ToString().ShouldBe(expected);

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(148, 2, 148 / 150.0)]
    [InlineData(0, 3, 0)]
    public void DeliveryRate_WithoutMessages_IsOne(long delivered, long failed, double expected) =>
        ConnectionQuality.DeliveryRate(delivered, failed).ShouldBe(expected, 1e-12);
}
