using System.Runtime.CompilerServices;
using Vernier.Testing;

namespace Vernier.Tests.Families;

/// <summary>A removal also cuts off the holders of series that expired before: nothing of what they record is exposed again.</summary>
public class ExpiredRemovalTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;
    private readonly CounterFamily _family;

    public ExpiredRemovalTests()
    {
        _registry = Scraping.NewRegistry(_time);
        _family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { ExpireAfter = Minute, Labels = [new("x")] });
    }

    [Fact]
    public void Remove_ExpiredSeries_DoesNotReturn()
    {
        var held = _family.With("a");
        held.Inc(3);
        Expire();
        _family.Remove("a").ShouldBeFalse();
        held.Inc();
        Values().ShouldBe("");
        _family.SeriesCount.ShouldBe(0);
        held.Value.ShouldBe(4);
    }

    [Fact]
    public void Remove_ExpiredSeriesOfOtherLabels_Returns()
    {
        var held = _family.With("a");
        held.Inc(3);
        Expire();
        _family.Remove("b").ShouldBeFalse();
        held.Inc();
        Values().ShouldBe("a=4");
    }

    [Fact]
    public void Remove_SeriesThatReplacedExpiredOnes_CutsOffAllHolders()
    {
        List<Counter> held = [];
        for (var i = 0; i < 3; i++)
        {
            held.Add(_family.With("a"));
            held[i].Inc();
            Expire();
        }
        var live = _family.With("a");
        live.Inc();
        _family.Remove("a").ShouldBeTrue();
        foreach (var counter in held.Append(live))
            counter.Inc();
        Values().ShouldBe("");

        // Nor do they record to a series that is created afterward.
        _family.With("a").Inc();
        foreach (var counter in held.Append(live))
            counter.Inc();
        Values().ShouldBe("a=1");
    }

    [Fact]
    public void Clear_ExpiredSeries_DoNotReturn()
    {
        Counter[] held = [.. Enumerable.Range(0, 100).Select(i => _family.With($"{i}"))];
        Expire();
        _family.Clear();
        foreach (var counter in held)
            counter.Inc();
        Values().ShouldBe("");
    }

    [Fact]
    public void Remove_SeriesThatReturnedBefore_RemovesIt()
    {
        var held = _family.With("a");
        Expire();
        held.Inc();
        _family.Remove("a").ShouldBeTrue();
        held.Inc();
        Values().ShouldBe("");
    }

    [Fact]
    public void Inc_SeriesThatExpiresAgainAfterItReturned_ReturnsUntilItIsRemoved()
    {
        var held = _family.With("a");
        for (var i = 1; i <= 3; i++)
        {
            Expire();
            GC.Collect(); // So that the next sweep forgets series that are not expired.
            held.Inc();
            Values().ShouldBe($"a={i}");
        }
        Expire();
        _family.Remove("a");
        held.Inc();
        Values().ShouldBe("");
    }

    [Fact]
    public void RemoveWhere_ExpiredSeriesWithTheValue_DoNotReturn()
    {
        var family = _registry.Counter(new CounterDefinition<Order>("orders_total", "Help.") { ExpireAfter = Minute });
        var removed = family.With(new("acme", true));
        var kept = family.With(new("globex", true));
        Expire();
        family.RemoveWhere("customer", "acme").ShouldBe(0);
        removed.Inc();
        kept.Inc();
        _registry.Scrape().Samples.ShouldHaveSingleItem().Labels["customer"].ShouldBe("globex");
    }

    [Fact]
    public void Remove_ExpiredSeriesOfATypedFamily_DoesNotReturn()
    {
        var family = _registry.Gauge(new GaugeDefinition<Order>("orders", "Help.") { ExpireAfter = Minute });
        var held = family.With(new("acme", false));
        Expire();
        family.Remove(new("acme", false)).ShouldBeFalse();
        held.Set(1);
        _registry.Scrape().Samples.ShouldBeEmpty();
    }

    [Fact]
    public void Expire_SeriesThatNothingReferences_CanBeFreed()
    {
        var weak = AddOne();
        Expire();
        for (var i = 0; i < 40; i++)
            _family.With($"new {i}"); // Makes the family's table drop what was removed.
        for (var i = 0; i < 5 && weak.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        weak.IsAlive.ShouldBeFalse();

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference AddOne() => new(_family.With("a"));
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Remove_WhileSeriesExpireAndReturn_IsFinal()
    {
        for (var round = 0; round < 300; round++)
        {
            var label = $"{round}";
            var held = _family.With(label);
            var removed = false;
            await Threads.Run(3, role =>
            {
                switch (role)
                {
                    case 0:
                        Expire();
                        break;
                    case 1:
                        for (var i = 0; i < 50; i++)
                            held.Inc();
                        break;
                    case 2:
                        for (var i = 0; i < 10 && !removed; i++)
                            removed = _family.Remove(label);
                        _family.Remove(label);
                        break;
                }
            });
            held.Inc();
            _family.TryGet([label], out _).ShouldBeFalse();
        }
    }

    private void Expire()
    {
        for (var i = 0; i < 3; i++)
        {
            _registry.Scrape();
            _time.Advance(Minute);
        }
        _registry.Scrape();
    }

    private string Values() => string.Join(" ", _registry.Scrape().Samples.Select(s => $"{s.Labels["x"]}={s.Value}").Order(StringComparer.Ordinal));

    private readonly record struct Order(string Customer, bool IsPaid);
}
