namespace Vernier.Benchmarks.Compare.Contestants;

/// <summary>Who is measured.</summary>
internal enum Contestant
{
    /// <summary>What Vernier is measured against in one row alone; it has no column.</summary>
    Reference,
    PlainMemory,
    Vernier,
    OpenTelemetry,
    Meters,
    PrometheusNet,
}
