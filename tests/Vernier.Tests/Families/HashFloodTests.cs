using System.Numerics;
using Vernier.Families;
using Vernier.Testing;

namespace Vernier.Tests.Families;

/// <summary>
/// Label values that were chosen to collide. The tests check the number of series that a look-up compares, because a test of the time would fail on
/// a busy machine.
/// </summary>
public class HashFloodTests
{
    private const int Many = 50_000;

    /// <summary>The maximum distance between a series and the slot that its hash selects, in a table that is at most half full. About 30 occurs by chance, with any hash.</summary>
    private const int MostProbes = 100;

    /// <summary>The number of table sizes that are tried: a load from one half to a sixteenth.</summary>
    private const int TableSizes = 4;

    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Fact]
    public void With_ValuesThatCollideInTheQuickHash_ChangesToTheFullHash()
    {
        string[][] all = [.. Enumerable.Range(0, Many).Select(i => (string[])[Colliding(0, i), "x"])];
        all.Select(values => LabelHash.Quick(values)).Distinct().Count().ShouldBe(1);
        var counters = MakeAndFindAgain(all);
        IsFull(counters).ShouldBeTrue();
        Probes(counters).ShouldBeLessThan(MostProbes);
    }

    [Theory]
    [InlineData(2500, 20)]
    [InlineData(500, 90)]
    [InlineData(10, 90)]
    [InlineData(1, 40)]
    public void With_ValuesThatCollideInGroups_ChangesToTheFullHash(int groups, int size)
    {
        string[][] all = [.. from i in Enumerable.Range(0, size) from g in Enumerable.Range(0, groups) select (string[])["x", Colliding(g, i)]];
        var counters = MakeAndFindAgain(all);
        IsFull(counters).ShouldBeTrue();
        Probes(counters).ShouldBeLessThan(MostProbes);
    }

    /// <summary>No two hashes are equal, but all select one of the few neighboring slots in a table of any plausible size.</summary>
    [Fact]
    public void With_DifferentHashesThatShareTheirUpperBits_ChangesToTheFullHash()
    {
        string[][] all = [.. ValuesWithTheSameUpperBits(150, bits: 13).Select(value => (string[])[value, "x"])];
        all.Select(values => LabelHash.Quick(values)).Distinct().Count().ShouldBe(all.Length);
        all.Select(values => LabelHash.Quick(values) >> (32 - 13)).Distinct().Count().ShouldBe(1);
        var counters = MakeAndFindAgain(all);
        IsFull(counters).ShouldBeTrue();
        Probes(counters).ShouldBeLessThan(MostProbes);
    }

    [Fact]
    public void With_EqualPairs_StaysWithTheQuickHash()
    {
        var counters = MakeAndFindAgain([.. Enumerable.Range(0, Many).Select(i => (string[])[$"value {i}", $"value {i}"])]);
        IsFull(counters).ShouldBeFalse();
        Probes(counters).ShouldBeLessThan(MostProbes);
    }

    [Fact]
    public void With_Permutations_StaysWithTheQuickHash()
    {
        var counters = MakeAndFindAgain([.. Enumerable.Range(0, Many / 2).SelectMany(i => (string[][])[[$"a {i}", $"b {i}"], [$"b {i}", $"a {i}"]])]);
        IsFull(counters).ShouldBeFalse();
        Probes(counters).ShouldBeLessThan(MostProbes);
    }

    [Fact]
    public void With_EqualPairsAndPermutationsThatCollide_ChangesToTheFullHash()
    {
        List<string[]> all = [];
        for (var i = 0; i < Many / 4; i++)
        {
            var one = Colliding(0, i);
            var other = Colliding(1, i);
            all.AddRange([[one, one], [other, other], [one, other], [other, one]]);
        }
        var counters = MakeAndFindAgain([.. all]);
        IsFull(counters).ShouldBeTrue();
        Probes(counters).ShouldBeLessThan(MostProbes);
    }

    [Fact]
    public void With_SeriesRemovedAndCreatedAgain_StaysWithTheQuickHash()
    {
        var family = Family();
        Counter[] others = [.. Enumerable.Range(0, 1000).Select(i => family.With($"{i}", "x"))];
        for (var i = 0; i < 5000; i++)
        {
            family.With("churn", "x").Inc();
            family.Remove("churn", "x").ShouldBeTrue();
        }
        IsFull([family.With("churn", "x"), .. others]).ShouldBeFalse();
    }

    [Fact]
    public void With_WhileTheHashChanges_FindsTheSameSeries()
    {
        // One thread repeatedly floods the table, while others find existing series and create new ones.
        for (var round = 0; round < 20; round++)
        {
            var registry = Scraping.NewRegistry();
            var family = registry.CounterFamily(Definition());
            Counter[] known = [.. Enumerable.Range(0, 50).Select(i => family.With($"{i}", "y"))];
            string[] flood = [.. Enumerable.Range(0, 300).Select(i => Colliding(0, i))];
            Threads.RunToTheEnd(4, role =>
            {
                for (var i = 0; i < flood.Length; i++)
                {
                    family.With(flood[i], "x").Inc();
                    var other = (i + role) % known.Length;
                    family.With($"{other}", "y").ShouldBeSameAs(known[other]);
                }
            });
            IsFull(known).ShouldBeTrue();
            family.SeriesCount.ShouldBe(known.Length + flood.Length);
            flood.Count(value => family.With(value, "x").Value != 4).ShouldBe(0);
        }
    }

    /// <summary>Values that differ in characters that the quick hash does not read. Values of one group collide; values of two groups do not.</summary>
    private static string Colliding(int group, int number) => $"{group:x4}{number:D6}{group:x4}{number:D6}same";

    /// <summary>Searches until the values are found: the hash has other random numbers in each process.</summary>
    private static List<string> ValuesWithTheSameUpperBits(int count, int bits)
    {
        var hashes = new HashSet<uint> { LabelHash.Quick(["value 0", "x"]) };
        var upperBits = hashes.Single() >> (32 - bits);
        List<string> values = ["value 0"];
        for (var i = 1; values.Count < count; i++)
        {
            var value = $"value {i}";
            var hash = LabelHash.Quick([value, "x"]);
            if (hash >> (32 - bits) == upperBits && hashes.Add(hash))
                values.Add(value);
        }
        return values;
    }

    /// <summary>Whether the table uses the full hash; the same for all of its series.</summary>
    private static bool IsFull(Counter[] counters)
    {
        foreach (var counter in counters)
            counter.Hash.ShouldBeOneOf(LabelHash.Quick(counter.LabelValues), LabelHash.Full(counter.LabelValues));
        return counters[0].Hash == LabelHash.Full(counters[0].LabelValues)
            && counters.All(counter => counter.Hash == LabelHash.Full(counter.LabelValues));
    }

    /// <summary>The maximum distance between a series and its slot, whatever the size of the family's table is.</summary>
    private static int Probes(Counter[] counters)
    {
        var smallest = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)counters.Length * 2));
        return Enumerable.Range(smallest, TableSizes).Max(bits => Probes(counters, bits));
    }

    private static int Probes(Counter[] counters, int bits)
    {
        var isTaken = new bool[1 << bits];
        var most = 0;
        foreach (var counter in counters)
        {
            var at = counter.Hash >> (32 - bits);
            var probes = 0;
            for (; isTaken[at]; at = (at + 1) & ((uint)isTaken.Length - 1))
                probes++;
            isTaken[at] = true;
            most = Math.Max(most, probes);
        }
        return most;
    }

    private static CounterDefinition Definition() => new("a_total", "Help.") { Labels = [new("one"), new("other")] };

    private CounterFamily Family() => _registry.CounterFamily(Definition());

    private Counter[] MakeAndFindAgain(string[][] all)
    {
        var family = Family();
        Counter[] counters = [.. all.Select(values => family.With(values))];
        counters.Distinct().Count().ShouldBe(all.Length);
        family.SeriesCount.ShouldBe(all.Length);
        for (var i = 0; i < all.Length; i++)
        {
            if (family.With(new string(all[i][0].AsSpan()), all[i][1]) != counters[i])
                throw new InvalidOperationException($"{all[i][0]}, {all[i][1]} is not found again");
        }
        return counters;
    }
}
