using OpenTelemetry.Metrics;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>A reader that never reads, so that the SDK only accumulates the values (cumulative, as Prometheus expects).</summary>
internal sealed class IdleReader : MetricReader
{
    protected override bool OnCollect(int timeoutMilliseconds) => true;

    protected override bool OnShutdown(int timeoutMilliseconds) => true;
}
