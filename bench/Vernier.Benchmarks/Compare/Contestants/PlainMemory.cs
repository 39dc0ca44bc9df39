using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Contestants;

/// <summary>What the operations would cost if they were nothing but the memory write: the measure of all.</summary>
internal sealed class PlainMemory() : Library(Contestant.PlainMemory)
{
    public override Action<int> Inc()
    {
        var cell = new Cell();
        return count =>
        {
            var own = cell;
            for (var i = 0; i < count; i++)
                own.Padded.Value += 1;
        };
    }

    /// <summary>Each thread adds to a field of its own.</summary>
    public override Action<int>[] IncOnThreads(int threads) => [.. Enumerable.Range(0, threads).Select(_ => Inc())];

    public override Action<int> IncByStrings(LookUp lookUp) => Inc();

    public override Action<int> IncByEnums(OrderLabels labels) => Inc();

    public override Action<int> Observe(double[] values)
    {
        var cell = new Cell();
        return count =>
        {
            var own = cell;
            var observed = values;
            for (var i = 0; i < count; i++)
                own.Padded.Value += observed[i & (observed.Length - 1)];
        };
    }

    public override Action<int> ObserveSummary(double[] values) => Observe(values);

    /// <summary>A volatile write.</summary>
    public override Action<int> Set()
    {
        var cell = new Cell();
        return count =>
        {
            var own = cell;
            for (var i = 0; i < count; i++)
                Volatile.Write(ref own.Padded.Value, i);
        };
    }
}
