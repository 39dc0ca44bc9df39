namespace Vernier.Benchmarks.Compare.Contestants;

/// <summary>All contestants that have been built in.</summary>
internal static class Libraries
{
    /// <summary>New ones, with nothing registered.</summary>
    public static IReadOnlyList<Library> Create() =>
    [
        new PlainMemory(),
        new VernierLibrary(),
        new OpenTelemetryLibrary(),
        new MetersLibrary(),
#if PROMETHEUS_NET
        new PrometheusNetLibrary(),
#endif
    ];
}
