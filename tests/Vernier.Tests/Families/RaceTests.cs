using Vernier.Testing;

namespace Vernier.Tests.Families;

/// <summary>Look-ups, removals, expiry and scrapes at the same time: no live series is lost, and no deadlock occurs.</summary>
public class RaceTests
{
    private const int Rounds = 20_000;

    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    private enum Level
    {
        Low,
        High,
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task With_FromManyThreads_IsOneSeriesForEachLabelSet()
    {
        var plain = Family();
        var text = _registry.Counter<OfText>("text_total", "Help.");
        var level = _registry.Counter<OfLevel>("level_total", "Help.");
        await Threads.Run(8, i =>
        {
            var random = new Random(i);
            for (var n = 0; n < 1000; n++)
            {
                plain.With($"{n}").Inc();
                text.With(new($"{n}")).Inc();
                level.With(new((Level)random.Next(2))).Inc();
            }
        });
        plain.SeriesCount.ShouldBe(1000);
        text.SeriesCount.ShouldBe(1000);
        var scrape = _registry.Scrape();
        scrape.Family("a_total").Samples.ShouldAllBe(s => s.Value == 8);
        scrape.Family("text_total").Samples.ShouldAllBe(s => s.Value == 8);
        scrape.Family("level_total").Samples.Sum(s => s.Value).ShouldBe(8000);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Remove_OthersWhileThreadsRecord_LosesNothingOfTheLiveSeries()
    {
        var plain = Family();
        var level = _registry.Counter<OfLevel>("level_total", "Help.");
        var held = plain.With("held");
        await Threads.Run(6, i =>
        {
            for (var n = 0; n < Rounds; n++)
            {
                switch (i)
                {
                    case 0 or 1:
                        held.Inc();
                        plain.With("looked up").Inc();
                        level.With(new(Level.High)).Inc();
                        break;
                    case 2 or 3:
                        plain.With($"{n % 50}").Inc();
                        level.With(new(Level.Low)).Inc();
                        break;
                    case 4:
                        plain.Remove($"{n % 50}");
                        level.Remove(new(Level.Low));
                        break;
                    case 5 when n % 100 == 0:
                        _registry.Scrape();
                        break;
                }
            }
        });
        var scrape = _registry.Scrape();
        scrape.Value("a_total", ("x", "held")).ShouldBe(2 * Rounds);
        scrape.Value("a_total", ("x", "looked up")).ShouldBe(2 * Rounds);
        scrape.Value("level_total", ("level", "high")).ShouldBe(2 * Rounds);
        plain.SeriesCount.ShouldBe(scrape.Family("a_total").Samples.Count);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Clear_WhileThreadsRecord_LeavesAWorkingFamily()
    {
        var plain = Family();
        var limited = _registry.Counter<Limited>("limited_total", "Help.");
        var level = _registry.Counter<OfLevel>("level_total", "Help.");
        await Threads.Run(4, i =>
        {
            for (var n = 0; n < Rounds; n++)
            {
                if (i == 0 && n % 50 == 0)
                {
                    plain.Clear();
                    limited.Clear();
                    level.Clear();
                }
                else if (i == 1 && n % 100 == 0)
                {
                    _registry.Scrape();
                }
                else
                {
                    plain.With($"{n % 100}").Inc();
                    limited.With(new($"{n % 10}")).Inc();
                    level.With(new((Level)(n % 2))).Inc();
                }
            }
        });
        plain.Clear();
        limited.Clear();
        level.Clear();
        _registry.Scrape().Families.ShouldBeEmpty();
        for (var n = 0; n < 100; n++)
            plain.With($"{n}").Inc();
        for (var n = 0; n < 3; n++)
            limited.With(new($"{n}")).Inc();
        level.With(new(Level.Low)).Inc();
        var scrape = _registry.Scrape();
        scrape.Family("a_total").Samples.Count.ShouldBe(100);
        scrape.Family("a_total").Samples.ShouldAllBe(s => s.Value == 1);
        scrape.Family("limited_total").Samples.Select(s => $"{s.Labels["value"]}={s.Value}").Order().ShouldBe(["0=1", "1=1", "_overflow=1"], ignoreOrder: true);
        scrape.Family("level_total").Samples.ShouldHaveSingleItem().Value.ShouldBe(1);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Inc_HeldSeriesThatExpiresRepeatedly_LosesNothing()
    {
        var time = new ManualTime();
        var registry = Scraping.NewRegistry(time);
        var family = registry.CounterFamily(new CounterDefinition("a_total", "Help.") { ExpireAfter = TimeSpan.FromMinutes(1), Labels = [new("x")] });
        Counter[] held = [.. Enumerable.Range(0, 3).Select(i => family.With($"{i}"))];
        await Threads.Run(4, i =>
        {
            for (var n = 0; n < Rounds; n++)
            {
                if (i < 3)
                {
                    held[i].Inc();
                    if (n % 100 == 0)
                        Thread.Yield();
                }
                else if (n % 20 == 0)
                {
                    time.Advance(TimeSpan.FromMinutes(1));
                    registry.Scrape();
                }
            }
        });
        foreach (var counter in held)
        {
            counter.Inc();
            counter.Value.ShouldBe(Rounds + 1);
        }

        registry.Scrape().Samples.Select(s => s.Value).ShouldBe([Rounds + 1, Rounds + 1, Rounds + 1]);
    }

    private CounterFamily Family() => _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("x")] });

    private readonly record struct OfText(string Value);

    private readonly record struct OfLevel(Level Level);

    private readonly record struct Limited([property: Label(MaxValues = 2)] string Value);
}
