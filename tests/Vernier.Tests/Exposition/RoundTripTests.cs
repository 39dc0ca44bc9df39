using FsCheck;
using FsCheck.Fluent;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Exposition;

/// <summary>Rendered values are read back by parsers that were written from the specifications alone.</summary>
public class RoundTripTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Scrape_AnyLabelValue_IsReadBack() => Prop.ForAll(Generators.Text.ToArbitrary(), value =>
    {
        var registry = Scraping.NewRegistry();
        registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("x"), new("y")] }).With(value, "v").Inc();
        foreach (var scrape in Both(registry))
            (scrape.Sample("a_total", ("x", Generators.Readable(value)), ("y", "v")).Labels["x"] ?? "").ShouldBe(Generators.Readable(value));
    }).Check(Quick);

    [Fact]
    public void Scrape_AnyConstantLabel_IsReadBack() => Prop.ForAll(Generators.Text.ToArbitrary(), Generators.Text.ToArbitrary(), (one, other) =>
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false, ConstantLabels = [new("x", one)] });
        registry.Histogram(new HistogramDefinition("h", "Help.") { ConstantLabels = [new("y", other)] }).Observe(1);
        foreach (var scrape in Both(registry))
            scrape.Value("h_count", ("x", Generators.Readable(one)), ("y", Generators.Readable(other))).ShouldBe(1);
    }).Check(Quick);

    [Fact]
    public void Scrape_AnyHelp_IsReadBack() => Prop.ForAll(Generators.Text.ToArbitrary(), help =>
    {
        var registry = Scraping.NewRegistry();
        registry.Gauge("a", help);
        registry.Scrape().Family("a").Help.ShouldBe(Generators.Readable(help));

        // A line of OpenMetrics must not end with a carriage return, for which no escape exists.
        registry.ScrapeOpenMetrics().Family("a").Help.ShouldBe(Generators.Readable(help).TrimEnd('\r'));
    }).Check(Quick);

    [Fact]
    public void Scrape_AnyState_IsReadBack() => Prop.ForAll(Generators.Text.Where(t => Generators.Readable(t).Length > 0).ToArbitrary(), state =>
    {
        var registry = Scraping.NewRegistry();
        registry.StateSet(new StateSetDefinition("a", "Help.") { States = [state, "other state"] }).Set(state);
        foreach (var scrape in Both(registry))
            scrape.Value("a", ("a", Generators.Readable(state))).ShouldBe(1);
    }).Check(Quick);

    [Fact]
    public void Scrape_AnyExemplar_IsReadBack() => Prop.ForAll(
        Generators.Text.Where(t => t.EnumerateRunes().Count() <= Exemplar.MaxLength - 2).ToArbitrary(),
        Generators.FiniteDouble.ToArbitrary(),
        (text, value) =>
        {
            var registry = Scraping.NewRegistry();
            registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [double.MinValue] }).Observe(value, new Exemplar(KeyValuePair.Create("id", text)));
            var exemplar = registry.ScrapeOpenMetrics().Samples.Single(s => s.Exemplar is not null).Exemplar!;
            (exemplar.Labels["id"] ?? "").ShouldBe(Generators.Readable(text));
            exemplar.Value.ShouldBe(value);
        }).Check(Quick);

    [Fact]
    public void Scrape_AnySetOfDifferentValues_AreDifferentSeries() => Prop.ForAll(Generators.Text.ArrayOf().ToArbitrary(), values =>
    {
        var registry = Scraping.NewRegistry();
        var family = registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("x"), new("y")] });
        foreach (var value in values)
        {
            family.With(value, "fixed").Inc();
            family.With("fixed", value).Inc();
        }

        var expected = values.Select(Generators.Readable).SelectMany(v => new[] { (v, "fixed"), ("fixed", v) }).Distinct().Count();
        family.SeriesCount.ShouldBe(expected);
        foreach (var scrape in Both(registry))
        {
            scrape.Samples.Count().ShouldBe(expected);
            scrape.Samples.Sum(s => s.Value).ShouldBe(values.Length * 2);
        }
    }).Check(Quick);

    [Fact]
    public void Scrape_AnyDouble_IsReadBack() => Prop.ForAll(Generators.Double.ToArbitrary(), value =>
    {
        var registry = Scraping.NewRegistry();
        registry.Gauge("a", "Help.").Set(value);
        foreach (var scrape in Both(registry))
            scrape.Value("a").ShouldBe(value);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Scrape_AnyBucketsAndObservations_AreAValidHistogram()
    {
        var bounds = Generators.FiniteDouble.NonEmptyListOf().Select(all => all.Distinct().Order().ToArray()).ToArbitrary();
        var values = Generators.FiniteDouble.Where(d => Math.Abs(d) < 1e300).ArrayOf().ToArbitrary();
        Prop.ForAll(bounds, values, (limits, observed) =>
        {
            // OpenMetrics requires a non-negative sum if no bound is negative.
            if (limits[0] >= 0)
                observed = [.. observed.Select(Math.Abs)];
            var registry = Scraping.NewRegistry();
            var histogram = registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = limits });
            double sum = 0;
            foreach (var value in observed)
            {
                histogram.Observe(value);
                sum += value;
            }

            foreach (var scrape in Both(registry))
            {
                var view = scrape.Family("h").Histogram();
                view.Buckets.Select(b => b.UpperBound).ShouldBe([.. limits, double.PositiveInfinity]);
                view.Buckets.Select(b => b.CumulativeCount).ShouldBe([.. limits.Select(l => (double)observed.Count(v => v <= l)), observed.Length]);
                if (view.Sum is not null)
                    Math.Abs(view.Sum.Value - sum).ShouldBeLessThanOrEqualTo(Math.Abs(sum) * 1e-9);
            }
        }).Check(Quick);
    }

    private static IEnumerable<ParsedExposition> Both(MetricRegistry registry) => [registry.Scrape(), registry.ScrapeOpenMetrics()];
}
