using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Instruments;

public class SummaryTests
{
    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;

    public SummaryTests() => _registry = Scraping.NewRegistry(_time);

    [Fact]
    public void Scrape_NothingObserved_HasNaNAsQuantiles()
    {
        Summary(0, 0.5, 1);
        var view = View();
        view.Count.ShouldBe(0);
        view.Sum.ShouldBe(0);
        view.Quantiles.Select(q => q.RawQuantile).ShouldBe(["0.0", "0.5", "1.0"]);
        view.Quantiles.ShouldAllBe(q => double.IsNaN(q.Value));
        _registry.ScrapeOpenMetrics().Find("s", ("quantile", "0.5"))[0].RawValue.ShouldBe("NaN");
    }

    [Fact]
    public void Observe_Values_SumsAndCounts()
    {
        var summary = Summary(0.5);
        summary.Observe(1.5);
        summary.Observe(-0.5);
        summary.Count.ShouldBe(2);
        summary.Sum.ShouldBe(1);
        var view = View();
        view.Count.ShouldBe(2);
        view.Sum.ShouldBe(1);
    }

    [Fact]
    public void Observe_NoQuantiles_SumsAndCounts()
    {
        Summary().Observe(3);
        View().Quantiles.ShouldBeEmpty();
        View().Sum.ShouldBe(3);
    }

    [Fact]
    public void Observe_NaN_ThrowsAndCountsNothing()
    {
        var summary = Summary(0.5);
        Should.Throw<ArgumentOutOfRangeException>(() => summary.Observe(double.NaN));
        summary.Count.ShouldBe(0);
        summary.Sum.ShouldBe(0);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-3.25)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Observe_OneValue_IsEveryQuantile(double value)
    {
        Summary(0, 0.5, 1).Observe(value);
        foreach (var quantile in View().Quantiles)
        {
            if (double.IsInfinity(value))
                quantile.Value.ShouldBe(value);
            else
                Math.Abs(quantile.Value - value).ShouldBeLessThanOrEqualTo(Math.Abs(value) * 0.01);
        }
    }

    [Fact]
    public void Scrape_AfterTheWindow_HasNaNAsQuantilesButKeepsSumAndCount()
    {
        var summary = Summary(0.5);
        summary.Observe(3);
        _time.Advance(TimeSpan.FromMinutes(5));
        var view = View();
        double.IsNaN(view.Quantiles[0].Value).ShouldBeTrue();
        view.Count.ShouldBe(1);
        view.Sum.ShouldBe(3);
        summary.Observe(7);
        View().Quantiles[0].Value.ShouldBe(7, 0.07);
        View().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(119)]
    [InlineData(299)]
    [InlineData(3_600)]
    public void Scrape_AtAnyTime_ValuesLeaveBetweenFourFifthsAndTheWholeWindow(int offset)
    {
        // The window is five minutes; the observation is within one of its five slices.
        var summary = Summary(0.5);
        _time.Advance(TimeSpan.FromSeconds(offset));
        summary.Observe(1);
        _time.Advance(TimeSpan.FromSeconds(239));
        View().Quantiles[0].Value.ShouldBe(1, 0.01);
        _time.Advance(TimeSpan.FromSeconds(61));
        double.IsNaN(View().Quantiles[0].Value).ShouldBeTrue();
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(359)]
    [InlineData(420)]
    [InlineData(540)]
    [InlineData(86_400)]
    public void Scrape_AfterAPauseLongerThanTheWindow_HasNoValues(int pause)
    {
        var summary = Summary(0.5);
        for (var minute = 0; minute < 5; minute++)
        {
            summary.Observe(1);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        _time.Advance(TimeSpan.FromSeconds(pause));
        double.IsNaN(View().Quantiles[0].Value).ShouldBeTrue();
        summary.Observe(5);
        View().Quantiles[0].Value.ShouldBe(5, 0.05);
    }

    [Fact]
    public void Scrape_ChangingValues_SlideThroughTheWindow()
    {
        var summary = Summary(0, 1);
        for (var minute = 1; minute <= 30; minute++)
        {
            summary.Observe(minute);
            View().Quantiles[1].Value.ShouldBe(minute, minute * 0.01);
            var oldest = View().Quantiles[0].Value;
            oldest.ShouldBeInRange(Math.Max(1, minute - 5) * 0.99, Math.Max(1, minute - 4) * 1.01);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public void Scrape_OneOutlierAfterTheWindow_NoLongerCounts()
    {
        var summary = Summary(0.5, 1);
        summary.Observe(double.MaxValue);
        summary.Observe(double.PositiveInfinity);
        _time.Advance(TimeSpan.FromMinutes(5));
        summary.Observe(0.001);
        View().Quantiles.ShouldAllBe(q => Math.Abs(q.Value - 0.001) < 0.00001);
    }

    private Summary Summary(params double[] quantiles) =>
        _registry.Summary(new SummaryDefinition("s", "Help.") { Quantiles = quantiles, MaxAge = TimeSpan.FromMinutes(5) });

    private SummaryView View() => _registry.Scrape().Family("s").Summary();

    [Fact]
    public void Scrape_ExactlyAtTheEndOfASlice_BelongsToTheNextOne()
    {
        ManualTime time = new();
        var registry = Scraping.NewRegistry(time);
        var summary = registry.Summary(new SummaryDefinition("s", "Help.") { Quantiles = [1], MaxAge = TimeSpan.FromSeconds(10) });
        double Latest() => registry.Scrape().Value("s", ("quantile", "1.0"));

        summary.Observe(5);
        time.Advance(TimeSpan.FromSeconds(8));
        Latest().ShouldBe(5, 0.05);
        time.Advance(TimeSpan.FromSeconds(1.999));
        Latest().ShouldBe(5, 0.05);
        time.Advance(TimeSpan.FromSeconds(0.001));
        Latest().ShouldBe(double.NaN);
    }

    [Fact]
    public void Observe_ExactlyAtTheEndOfASlice_BelongsToTheNextOne()
    {
        ManualTime time = new();
        var registry = Scraping.NewRegistry(time);
        var summary = registry.Summary(new SummaryDefinition("s", "Help.") { Quantiles = [1], MaxAge = TimeSpan.FromSeconds(10) });
        summary.Observe(9);
        time.Advance(TimeSpan.FromSeconds(2));
        summary.Observe(1);
        time.Advance(TimeSpan.FromSeconds(8));
        registry.Scrape().Value("s", ("quantile", "1.0")).ShouldBe(1, 0.01);
        time.Advance(TimeSpan.FromSeconds(2));
        registry.Scrape().Value("s", ("quantile", "1.0")).ShouldBe(double.NaN);
    }
}
