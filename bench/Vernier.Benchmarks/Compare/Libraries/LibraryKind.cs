namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>The libraries that are compared.</summary>
internal enum LibraryKind
{
    /// <summary>A baseline that is used in one row only and has no column.</summary>
    Reference,
    PlainMemory,
    Vernier,
    OpenTelemetry,
    Meters,
    PrometheusNet,
}
