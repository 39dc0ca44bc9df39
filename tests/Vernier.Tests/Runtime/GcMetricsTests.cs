using Vernier.Runtime;

namespace Vernier.Tests.Runtime;

[Collection(UndisturbedTests.Name)]
public class GcMetricsTests
{
    private static readonly string[] Parts = ["gen0", "gen1", "gen2", "loh", "poh"];

    private readonly MetricRegistry _registry = new MetricRegistry().AddRuntimeMetrics();

    [Fact]
    public void Collections_Forced_CountForTheirHighestGeneration()
    {
        var before = Samples.Of(_registry);
        Samples after;
        int[] counts;
        do
        {
            for (var g = 0; g <= 2; g++)
                GC.Collect(g);
            counts = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2), 0];
            after = Samples.Of(_registry);
        }
        while (GC.CollectionCount(0) != counts[0]);

        // .NET counts a collection for each collected generation, and may collect a higher generation than requested.
        for (var g = 0; g <= 2; g++)
            after[Collections(g)].ShouldBe(counts[g] - counts[g + 1], $"generation {g}");
        (after[Collections(2)] - before[Collections(2)]).ShouldBeGreaterThanOrEqualTo(1);
        Enumerable.Range(0, 3).Sum(g => after[Collections(g)] - before[Collections(g)]).ShouldBeGreaterThanOrEqualTo(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Collections_CollectionWhileReading_AreConsistent(int afterReads)
    {
        int[] counts = [100, 50, 10];
        var reads = 0;
        int Count(int generation)
        {
            var count = counts[generation];
            if (++reads == afterReads)
                counts = [101, 51, 11];
            return count;
        }

        var sample = GcSample.Read(Count);

        // Inconsistent numbers would be 49 for generation 0 after a scrape with 50.
        sample.Collections(GcGeneration.Gen0).ShouldBe(50);
        sample.Collections(GcGeneration.Gen1).ShouldBe(40);
        sample.Collections(GcGeneration.Gen2).ShouldBe(11);
    }

    [Fact]
    public void PauseTime_ForcedCollections_GrowsLikeDotNet()
    {
        var before = Samples.Of(_registry)["dotnet_gc_pause_time_seconds_total"];
        GC.Collect();
        var after = Samples.Of(_registry)["dotnet_gc_pause_time_seconds_total"];

        after.ShouldBeGreaterThan(before);
        after.ShouldBeLessThanOrEqualTo(GC.GetTotalPauseDuration().TotalSeconds);
    }

    [Fact]
    public void HeapSize_LargeAndPinnedObjects_AreInTheirGenerations()
    {
        var large = new byte[16 << 20];
        var pinned = GC.AllocateUninitializedArray<byte>(4 << 20, pinned: true);
        (var samples, var memory) = AfterCollection();

        samples[HeapSize("loh")].ShouldBeGreaterThanOrEqualTo(large.Length);
        samples[HeapSize("poh")].ShouldBeGreaterThanOrEqualTo(pinned.Length);
        Parts.Sum(part => samples[HeapSize(part)]).ShouldBe(memory.HeapSizeBytes);
        for (var i = 0; i < Parts.Length; i++)
        {
            samples[HeapSize(Parts[i])].ShouldBe(memory.GenerationInfo[i].SizeAfterBytes);
            samples[Fragmentation(Parts[i])].ShouldBe(memory.GenerationInfo[i].FragmentationAfterBytes);
        }
        GC.KeepAlive(large);
        GC.KeepAlive(pinned);
    }

    [Fact]
    public void Fragmentation_GapsBetweenLargeObjects_AreIncluded()
    {
        byte[]?[] large = [.. Enumerable.Range(0, 32).Select(_ => new byte[1 << 20])];
        for (var i = 1; i < large.Length; i += 2)
            large[i] = null;

        AfterCollection().Samples[Fragmentation("loh")].ShouldBeGreaterThan(8 << 20);
        GC.KeepAlive(large);
    }

    [Fact]
    public void Committed_AfterACollection_MatchesDotNet()
    {
        (var samples, var memory) = AfterCollection();

        samples["dotnet_gc_last_collection_memory_committed_size_bytes"].ShouldBe(memory.TotalCommittedBytes);
        memory.TotalCommittedBytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Allocated_NewObjects_Grows()
    {
        var floor = GC.GetTotalAllocatedBytes();
        var before = Samples.Of(_registry)["dotnet_gc_heap_allocated_bytes_total"];
        for (var i = 0; i < 16; i++)
            GC.KeepAlive(new byte[1 << 20]);
        GC.Collect();
        var after = Samples.Of(_registry)["dotnet_gc_heap_allocated_bytes_total"];

        before.ShouldBeGreaterThanOrEqualTo(floor);
        (after - before).ShouldBeInRange(16 << 20, 32 << 20);
        after.ShouldBeLessThanOrEqualTo(GC.GetTotalAllocatedBytes());
    }

    private static string Collections(int generation) => $"dotnet_gc_collections_total{{gc_heap_generation=\"gen{generation}\"}}";

    private static string HeapSize(string part) => $"dotnet_gc_last_collection_heap_size_bytes{{gc_heap_generation=\"{part}\"}}";

    private static string Fragmentation(string part) => $"dotnet_gc_last_collection_heap_fragmentation_size_bytes{{gc_heap_generation=\"{part}\"}}";

    /// <summary>A scrape after a full collection, and the figures of .NET for the same collection.</summary>
    private (Samples Samples, GCMemoryInfo Memory) AfterCollection()
    {
        while (true)
        {
            GC.Collect();
            var memory = GC.GetGCMemoryInfo();
            var samples = Samples.Of(_registry);
            if (GC.GetGCMemoryInfo().Index == memory.Index)
                return (samples, memory);
        }
    }
}
