using System.Collections;
using Vernier.Testing;

namespace Vernier.Tests.Callbacks;

/// <summary>What a callback reports is copied and checked when it is reported, so the callback may use its lists and arrays again.</summary>
public class ReportedListTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Fact]
    public void Report_ReusedBuffers_KeepTheValuesOfEachSeries()
    {
        var counts = new long[2];
        var values = new double[1];
        _registry.HistogramCallback(new HistogramDefinition<Labels>("h", "Help.") { Buckets = [1] }, series =>
        {
            for (var i = 1; i <= 3; i++)
            {
                (counts[0], counts[1]) = (i, 10 * i);
                series.Report(new($"{i}"), new HistogramReading(counts, i));
            }
        });
        _registry.SummaryCallback(new SummaryDefinition<Labels>("s", "Help.") { Quantiles = [0.5] }, series =>
        {
            for (var i = 1; i <= 3; i++)
            {
                values[0] = i;
                series.Report(new($"{i}"), new SummaryReading(values, i, i));
            }
        });
        for (var round = 0; round < 2; round++)
        {
            var scrape = _registry.Scrape();
            for (var i = 1; i <= 3; i++)
            {
                scrape.Value("h_bucket", ("name", $"{i}"), ("le", "1.0")).ShouldBe(i);
                scrape.Value("h_count", ("name", $"{i}")).ShouldBe(11 * i);
                scrape.Value("s", ("name", $"{i}"), ("quantile", "0.5")).ShouldBe(i);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Report_ListChangesItsLengthAfterwards_KeepsTheValues(int length)
    {
        List<long> counts = [];
        _registry.HistogramCallback<Labels>(new HistogramDefinition<Labels>("h", "Help.") { Buckets = [1, 2] }, series =>
        {
            counts.Clear();
            counts.AddRange([1, 2, 3]);
            series.Report(new("a"), new HistogramReading(counts, 6));
            counts.Clear();
            counts.AddRange(Enumerable.Repeat(9L, length));
        });
        var buckets = _registry.Scrape().Family("h").Histograms().ShouldHaveSingleItem().Buckets;
        buckets.Select(b => b.CumulativeCount).ShouldBe([1, 3, 6]);
    }

    // Another thread may change the list at any time. The list changes after each access, so the value that was checked is not the one that a second look would find.
    [Fact]
    public void Report_ListChangesBetweenTwoLooks_CopiesWhatItHasChecked()
    {
        _registry.HistogramCallback(new HistogramDefinition("h", "Help.") { Buckets = [1] }, () => new HistogramReading(new NegativeAtTheSecondLook(), 1));
        _registry.Scrape().Family("h").Histogram().Buckets.Select(b => b.CumulativeCount).ShouldBe([5, 10]);
    }

    [Fact]
    public void Report_NullList_FailsOnlyItsFamily()
    {
        List<CollectorStateChange> changes = [];
        MetricRegistry registry = new(new MetricRegistryOptions { SelfMetrics = false, OnCollectorStateChanged = changes.Add });
        registry.HistogramCallback(new HistogramDefinition("h", "Help."), () => new HistogramReading(null!, 1));
        registry.SummaryCallback(new SummaryDefinition("s", "Help."), () => new SummaryReading(null!, 1, 1));
        registry.Scrape().Families.ShouldBeEmpty();
        changes.Select(c => c.Failure).ShouldAllBe(failure => failure is ArgumentNullException);
    }

    [Fact]
    public void Report_OutsideOfTheCallback_Throws()
    {
        SeriesReporter<Labels, double>? kept = null;
        _registry.GaugeCallback(new GaugeDefinition<Labels>("g", "Help."), series =>
        {
            kept = series;
            series.Report(new("a"), 1);
        });
        _registry.Scrape().Samples.ShouldHaveSingleItem();
        Should.Throw<InvalidOperationException>(() => kept!.Report(new("b"), 1)).Message.ShouldContain("g was reported outside of its callback");
        _registry.Scrape().Samples.ShouldHaveSingleItem().Labels["name"].ShouldBe("a");
    }

    // A label value that UTF-8 cannot encode must not become a new series at each scrape.
    [Fact]
    public void Report_LoneSurrogate_StaysOneSeries()
    {
        var time = new ManualTime();
        var registry = Scraping.NewRegistry(time);
        var start = time.GetUtcNow();
        registry.CounterCallback<Labels>(new CounterDefinition<Labels>("c_total", "Help."), series =>
        {
            series.Report(new("a\ud800"), 1);
            series.Report(new("a\udbff"), 2);
        });
        for (var i = 0; i < 3; i++)
        {
            var log = new Tests.Registry.VisitorLog();
            registry.Collect(log);
            log.Created["c_total{name=\"a\ufffd\"}"].ShouldBe(start);
            time.Advance(TimeSpan.FromMinutes(1));
        }
        registry.Scrape().Samples.ShouldHaveSingleItem().Value.ShouldBe(3);
    }

    [Fact]
    public void Report_CountsNearTheMaximum_NeverFall()
    {
        long[] most = [long.MaxValue - 5, 5];
        _registry.HistogramCallback(new HistogramDefinition("h", "Help.") { Buckets = [1] }, () => new HistogramReading(most, 1));
        _registry.HistogramCallback<Labels>(new HistogramDefinition<Labels>("merged", "Help.") { Buckets = [1] }, series =>
        {
            for (var i = 0; i < 2; i++)
                series.Report(new("a"), new HistogramReading(most, 1));
        });
        _registry.SummaryCallback<Labels>(new SummaryDefinition<Labels>("s", "Help.") { Quantiles = [] }, series =>
        {
            for (var i = 0; i < 2; i++)
                series.Report(new("a"), new SummaryReading([], 1, long.MaxValue - 1));
        });
        var scrape = _registry.Scrape();
        foreach (var name in (string[])["h", "merged"])
        {
            var histogram = scrape.Family(name).Histograms().ShouldHaveSingleItem();
            histogram.Buckets.ShouldAllBe(b => b.CumulativeCount >= long.MaxValue - 5);
            histogram.Count.ShouldBe(long.MaxValue);
        }
        scrape.Value("s_count", ("name", "a")).ShouldBe(long.MaxValue);

        // The formats saturate, too; other visitors receive the counts themselves.
        Tests.Registry.VisitorLog log = new();
        _registry.Collect(log);
        log.Lines.ShouldAllBe(line => !line.Contains('-'));
    }

    [Theory]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(0, -1)]
    public void Report_CountsOutOfRange_FailWithAClearMessage(long one, long other)
    {
        List<CollectorStateChange> changes = [];
        MetricRegistry registry = new(new MetricRegistryOptions { SelfMetrics = false, OnCollectorStateChanged = changes.Add });
        registry.HistogramCallback(new HistogramDefinition("h", "Help.") { Buckets = [1] }, () => new HistogramReading([one, other], 1));
        registry.Scrape().Families.ShouldBeEmpty();
        changes.ShouldHaveSingleItem().Failure!.Message.ShouldContain(other < 0 ? "must not be negative" : "must not exceed 9223372036854775807 in total");
    }

    [Fact]
    public void Report_CountersBeyondTheRangeOfADouble_StayFinite()
    {
        _registry.CounterCallback<Labels>(new CounterDefinition<Labels>("c_total", "Help."), series =>
        {
            series.Report(new("a"), double.MaxValue);
            series.Report(new("a"), double.MaxValue);
        });
        _registry.Scrape().Samples.ShouldHaveSingleItem().Value.ShouldBe(double.MaxValue);
    }

    [Fact]
    public void Report_MoreSeriesThanTheLimitOnce_LosesTheOverflowSeriesAgain()
    {
        var count = 3;
        _registry.GaugeCallback<Labels>(new GaugeDefinition<Labels>("g", "Help.") { MaxSeries = 2 }, series =>
        {
            for (var i = 0; i < count; i++)
                series.Report(new($"{i}"), i);
        });
        Names().ShouldBe("0 1 _overflow");
        count = 2;
        Names().ShouldBe("0 1");
        count = 3;
        Names().ShouldBe("0 1 _overflow");
    }

    private string Names() => string.Join(" ", _registry.Scrape().Samples.Select(s => s.Labels["name"]).Order(StringComparer.Ordinal));

    private readonly record struct Labels(string Name);

    private sealed class NegativeAtTheSecondLook : IReadOnlyList<long>
    {
        private readonly HashSet<int> _seen = [];

        public int Count => 2;

        public long this[int index] => _seen.Add(index) ? 5 : -7;

        public IEnumerator<long> GetEnumerator() => Enumerable.Range(0, 2).Select(i => this[i]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
