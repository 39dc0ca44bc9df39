namespace Vernier.Runtime;

/// <summary>The figures of the garbage collector at one time.</summary>
internal readonly record struct GcSample
{
    // Each number includes the collections of higher generations.
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

    /// <summary>Gets the last collection; all zero before the first.</summary>
    public GCMemoryInfo Last { get; }

    public static GcSample Read() => Read(GC.CollectionCount);

    /// <param name="count">Counts the collections of a generation and higher; tests replace it.</param>
    internal static GcSample Read(Func<int, int> count)
    {
        // Read again if a collection intervened: a difference of numbers from two points in time could decrease in the next scrape, which Prometheus
        // interprets as a restart.
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

    /// <summary>Gets the collections of this generation and no higher one, as the meter of .NET counts them.</summary>
    public int Collections(GcGeneration generation) => generation switch
    {
        GcGeneration.Gen0 => _gen0 - _gen1,
        GcGeneration.Gen1 => _gen1 - _gen2,
        _ => _gen2,
    };

    /// <summary>Gets a part of the heap after the last collection.</summary>
    public GCGenerationInfo Heap(GcGeneration generation) => Last.GenerationInfo[(int)generation];
}
