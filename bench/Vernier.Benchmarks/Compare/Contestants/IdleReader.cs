using OpenTelemetry.Metrics;

namespace Vernier.Benchmarks.Compare.Contestants;

/// <summary>A reader that never reads, so that the SDK keeps the values (cumulative, as Prometheus wants them) and does nothing else.</summary>
internal sealed class IdleReader : MetricReader
{
    protected override bool OnCollect(int timeoutMilliseconds) => true;

    protected override bool OnShutdown(int timeoutMilliseconds) => true;
}
