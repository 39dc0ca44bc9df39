namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>All libraries that this build contains.</summary>
internal static class AllLibraries
{
    /// <summary>Creates new instances without registered metrics.</summary>
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
