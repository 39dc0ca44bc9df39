using System.Globalization;

namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>
/// Counters with three labels in several families that get their series in random turns, as in a service that runs for some time: the series of one
/// family are scattered over the memory of all.
/// </summary>
internal sealed class ScatteredPopulation(int counters, int families)
{
    private readonly RequestLabels[] _labels = LabelData.Requests(counters / families);

    public int Families => families;

    /// <summary>The number of samples of a scrape.</summary>
    public int Lines => _labels.Length * families;

    public static string NameOf(int family) => string.Create(CultureInfo.InvariantCulture, $"compare_{family}_total");

    /// <summary>Creates the counters, in the same order each time.</summary>
    /// <param name="create">Creates a counter of a family and adds an amount.</param>
    public void Create(Action<int, RequestLabels, double> create)
    {
        int[] turns = [.. Enumerable.Range(0, Lines).Select(i => i % families)];
        new Random(4).Shuffle(turns);
        var created = new int[families];
        foreach (var family in turns)
        {
            var next = created[family]++;
            create(family, _labels[next], Population.ValueOf(next));
        }
    }
}
