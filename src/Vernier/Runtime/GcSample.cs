namespace Vernier.Runtime;

/// <summary>What the garbage collector tells at one moment.</summary>
internal readonly record struct GcSample
{
    // Each number counts the collections of higher generations too.
    private readonly int _gen0;
    private readonly int _gen1;
    private readonly int _gen2;

    private GcSample(int gen0, int gen1, int gen2, GCMemoryInfo last)
    {
        _gen0 = gen0;
        _gen1 = gen1;
        _gen2 = gen2;
        Last = last;
    }

    /// <summary>The last collection; all zero before the first.</summary>
    public GCMemoryInfo Last { get; }

    public static GcSample Read() => Read(GC.CollectionCount);

    /// <param name="count">Counts the collections of a generation and those above; another one in tests.</param>
    internal static GcSample Read(Func<int, int> count)
    {
        // Read again when a collection came between, because a difference of numbers from two moments could be less in the next scrape, which
        // Prometheus takes for a restart.
        int gen0, gen1, gen2;
        do
        {
            gen0 = count(0);
            gen1 = count(1);
            gen2 = count(2);
        }
        while (gen0 != count(0));
        return new GcSample(gen0, gen1, gen2, GC.GetGCMemoryInfo());
    }

    /// <summary>Collections of this generation and none above, as .NET's own meter counts them.</summary>
    public int Collections(GcGeneration generation) => generation switch
    {
        GcGeneration.Gen0 => _gen0 - _gen1,
        GcGeneration.Gen1 => _gen1 - _gen2,
        _ => _gen2,
    };

    /// <summary>A part of the heap as the last collection left it.</summary>
    public GCGenerationInfo Heap(GcGeneration generation) => Last.GenerationInfo[(int)generation];
}
