using Vernier.AiOrchestrator.Hubs;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

/// <summary>The accounting of the hub without a server: a manual clock, the metrics, a session and queues.</summary>
internal sealed class HubParts
{
    public HubParts()
    {
        Registry = Scraping.NewRegistry(Time);
        Metrics = new AiOrchestratorMetrics(Registry);
        Recorder = new DeliveryRecorder(Metrics, Time);
    }

    public ManualTime Time { get; } = new();

    public MetricRegistry Registry { get; }

    public AiOrchestratorMetrics Metrics { get; }

    public DeliveryRecorder Recorder { get; }

    public HubSession Session { get; } = new("1", "ada", "run");

    public MessageQueue NewQueue(int limit = 3) => new(limit, Session, Recorder, Time);

    public double Value(string metric) => Registry.Scrape().Value($"orchestrator_websocket_{metric}");
}
