using System.Globalization;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>Registers many metrics, and gets one of them again.</summary>
internal sealed class RegistrationCase() : Case(20)
{
    private const int Registered = 1000;
    private static readonly int[] Families = [5_000, 20_000];

    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var names = NamesOf(Registered);
        using var run = InterleavedRun.OnOneThread(library => library.GetRegistered(names, names[Registered / 2]));
        return
        [
            .. Families.Select(count => RowOf(settings.Series(count), settings)),
            new("20 again", $"get one of {Registered:N0} counters from the registry by name and help", Figure.ForRecording, run.Run(settings)),
        ];
    }

    private static Row RowOf(int families, RunSettings settings)
    {
        var names = NamesOf(families);
        using var run = InterleavedRun.OnOneThread(library => library.Register(names));
        return new("20", $"registration of {families:N0} counters in a new registry, total and per counter",
            [Figure.Milliseconds, new(Measure.Median, "ns", families), new(Measure.Allocated, "B", families)], run.Run(settings));
    }

    private static string[] NamesOf(int count) => [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"compare_{i}_total"))];
}
