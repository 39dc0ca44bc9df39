using Vernier.Benchmarks.Compare.Libraries;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Benchmarks.Compare.StartUp;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>The time from the start of a process to the first response of <c>/metrics</c>, by applications that start in turn.</summary>
internal sealed class StartUpCase() : Case(17)
{
    private static readonly IReadOnlyDictionary<LibraryKind, string> Applications = new Dictionary<LibraryKind, string>
    {
        [LibraryKind.Reference] = "bare",
        [LibraryKind.Vernier] = "vernier",
#if PROMETHEUS_NET
        [LibraryKind.PrometheusNet] = "prometheus-net",
#endif
    };

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var readings = Applications.Keys.ToDictionary(kind => kind, _ => new List<Reading>());

        // The first round reads the files from disk and is not counted.
        for (var round = -1; round < settings.Rounds; round++)
        {
            foreach ((var kind, var application) in Applications)
            {
                var time = StartedApp.MeasureFirstResponse(application);
                if (round >= 0)
                    readings[kind].Add(new Reading(time.TotalNanoseconds, 0));
            }
        }
        return
        [
            new("17", "start of a process until the first response of `/metrics`", [Figure.Milliseconds],
                readings.ToDictionary(pair => pair.Key, pair => Measurement.Of(pair.Value, settled: true))) { ReferenceName = "ASP.NET Core without metrics" },
        ];
    }
}
