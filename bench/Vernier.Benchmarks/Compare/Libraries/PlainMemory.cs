using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>The baseline: each operation is only the memory write.</summary>
internal sealed class PlainMemory() : Library(LibraryKind.PlainMemory)
{
    public override Action<int> Inc()
    {
        var cell = new Cell();
        return count =>
        {
            var local = cell;
            for (var i = 0; i < count; i++)
                local.Padded.Value += 1;
        };
    }

    /// <summary>Each thread adds to its own field.</summary>
    public override Action<int>[] IncOnThreads(int threads) => [.. Enumerable.Range(0, threads).Select(_ => Inc())];

    public override Action<int> IncByStrings(LookUp lookUp) => Inc();

    public override Action<int> IncByEnums(OrderLabels labels) => Inc();

    public override Action<int> IncByMixed(MixedLabels labels) => Inc();

    public override Action<int> IncInFullFamily(LookUp lookUp) => Inc();

    public override Action<int> Observe(double[] values)
    {
        var cell = new Cell();
        return count =>
        {
            var local = cell;
            var observed = values;
            for (var i = 0; i < count; i++)
                local.Padded.Value += observed[i & (observed.Length - 1)];
        };
    }

    public override Action<int> ObserveSummary(double[] values) => Observe(values);

    /// <summary>A volatile write.</summary>
    public override Action<int> Set()
    {
        var cell = new Cell();
        return count =>
        {
            var local = cell;
            for (var i = 0; i < count; i++)
                Volatile.Write(ref local.Padded.Value, i);
        };
    }
}
