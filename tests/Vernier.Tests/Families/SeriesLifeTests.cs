using Vernier.Testing;

namespace Vernier.Tests.Families;

/// <summary>Any sequence of look-ups, recordings, removals and scrapes has the result of a simple model.</summary>
public class SeriesLifeTests
{
    private const int Steps = 4000;

    private static readonly TimeSpan ExpireAfter = TimeSpan.FromSeconds(60);

    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;
    private readonly CounterFamily _counters;
    private readonly GaugeFamily _gauges;

    private readonly Dictionary<string, Life> _alive = [];
    private readonly List<(Counter Counter, Gauge Gauge, Life Life)> _held = [];
    private readonly List<(InProgressTracker Progress, Life Of)> _underWay = [];
    private readonly List<Life> _expired = [];
    private DateTimeOffset _lastSweep;

    public SeriesLifeTests()
    {
        _registry = Scraping.NewRegistry(_time);
        _counters = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { ExpireAfter = ExpireAfter, Labels = [new("x")] });
        _gauges = _registry.GaugeFamily(new GaugeDefinition("g", "Help.") { ExpireAfter = ExpireAfter, Labels = [new("x")] });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Scrape_AfterAnySequence_EqualsTheModel(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Steps; i++)
        {
            var what = random.Next(100);
            if (what < 20)
                LookUp($"{random.Next(4)}");
            else if (what < 55 && _held.Count > 0)
                Record(random.Next(_held.Count), random.Next(1, 100)); // Sometimes often enough to lease a slot.
            else if (what < 65 && _held.Count > 0)
                Begin(random.Next(_held.Count));
            else if (what < 75 && _underWay.Count > 0)
                End(random.Next(_underWay.Count));
            else if (what < 78)
                Remove($"{random.Next(4)}");
            else if (what == 78)
                Clear();
            else
                Scrape(TimeSpan.FromSeconds(random.Next(1, 40)));
        }
    }

    private void LookUp(string label)
    {
        if (!_alive.TryGetValue(label, out var life))
            _alive[label] = life = new Life(label, _time.GetUtcNow());
        life.IsIdle = false;
        (Counter Counter, Gauge Gauge, Life Life) found = (_counters.With(label), _gauges.With(label), life);
        if (_held.Count > 30)
            _held.RemoveAt(0);
        _held.Add(found);
        life.Counter = found.Counter;
        found.Counter.Value.ShouldBe(life.Total);
    }

    private void Record(int held, int times)
    {
        for (var i = 0; i < times; i++)
            _held[held].Counter.Inc();
        _held[held].Gauge.Add(0);
        LiveOf(_held[held].Life).Total += times;
    }

    private void Begin(int held)
    {
        _held[held].Counter.Inc(0);
        var life = LiveOf(_held[held].Life);
        life.InProgress++;
        _underWay.Add((_held[held].Gauge.TrackInProgress(), life));
    }

    private void End(int number)
    {
        (var progress, var life) = _underWay[number];
        _underWay.RemoveAt(number);
        progress.Dispose();
        life.InProgress--;
        life.Counter!.Inc(0); // So that both families have the same history.
        LiveOf(life);
    }

    private void Remove(string label)
    {
        var wasThere = _alive.Remove(label);
        foreach (var life in _expired.Where(l => l.Label == label))
            life.IsExpired = false;
        _counters.Remove(label).ShouldBe(wasThere);
        _gauges.Remove(label).ShouldBe(wasThere);
    }

    private void Clear()
    {
        _counters.Clear();
        _gauges.Clear();
        _alive.Clear();
        foreach (var life in _expired)
            life.IsExpired = false;
    }

    private void Scrape(TimeSpan later)
    {
        _time.Advance(later);
        var isDue = _time.GetUtcNow() - _lastSweep >= ExpireAfter / 16;
        if (isDue)
            _lastSweep = _time.GetUtcNow();
        foreach (var life in isDue ? _alive.Values.ToArray() : [])
        {
            if (!life.IsIdle)
            {
                (life.IsIdle, life.LastRecorded) = (true, _time.GetUtcNow());
            }
            else if (_time.GetUtcNow() - life.LastRecorded >= ExpireAfter)
            {
                life.IsExpired = true;
                _expired.Add(life);
                _alive.Remove(life.Label);
            }
        }

        string[] expected = [.. _alive.Values.SelectMany(l => new[] { $"a_total {l.Label} {l.Total}", $"g {l.Label} {l.InProgress}" }).Order(StringComparer.Ordinal)];
        _registry.Scrape().Samples.Select(s => $"{s.Name} {s.Labels["x"]} {s.Value}").Order(StringComparer.Ordinal).ShouldBe(expected);
    }

    /// <summary>The series that a recording goes to.</summary>
    private Life LiveOf(Life life)
    {
        if (life.IsExpired)
        {
            if (_alive.TryGetValue(life.Label, out var other))
            {
                life = other;
            }
            else
            {
                (life.IsExpired, life.LastRecorded) = (false, _time.GetUtcNow());
                _alive[life.Label] = life;
            }
        }
        life.IsIdle = false;
        return life;
    }

    /// <summary>A series in the model. A removed series is in no dictionary, and not expired.</summary>
    private sealed class Life(string label, DateTimeOffset created)
    {
        public string Label => label;

        public Counter? Counter { get; set; }

        public DateTimeOffset LastRecorded { get; set; } = created;

        public int Total { get; set; }

        public int InProgress { get; set; }

        public bool IsIdle { get; set; }

        public bool IsExpired { get; set; }
    }
}
