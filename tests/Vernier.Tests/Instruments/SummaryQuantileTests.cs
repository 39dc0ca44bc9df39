using Vernier.Testing;

namespace Vernier.Tests.Instruments;

/// <summary>Quantiles compared with exact ones (nearest rank), for pseudorandom values.</summary>
public class SummaryQuantileTests
{
    private static readonly double[] Quantiles = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

    private static readonly Dictionary<string, Func<Random, double>> Distributions = new()
    {
        ["uniform"] = random => random.NextDouble(),
        ["uniform far from zero"] = random => 1e9 + random.NextDouble(),
        ["uniform around zero"] = random => random.NextDouble() - 0.5,
        ["exponential"] = random => -Math.Log(1 - random.NextDouble()) * 0.03,
        ["lognormal"] = random => Math.Exp(Normal(random) * 2),
        ["normal, below zero"] = random => -1000 + (Normal(random) * 100),
        ["negative lognormal"] = random => -Math.Exp(Normal(random)),
        ["mostly zeros"] = random => random.Next(10) == 0 ? random.NextDouble() : 0,
        ["zeros and both signs"] = random => random.Next(-3, 4),
        ["two far peaks"] = random => random.Next(2) == 0 ? 1e-6 * (1 + random.NextDouble()) : 1e6 * (1 + random.NextDouble()),
        ["nanoseconds to days"] = random => Math.Pow(10, (random.NextDouble() * 14) - 9),
        ["bytes to terabytes"] = random => Math.Round(Math.Pow(2, random.NextDouble() * 45)),
        ["eighteen powers of ten"] = random => Math.Pow(10, (random.NextDouble() * 18) - 9),
        ["largest doubles"] = random => double.MaxValue * (0.5 + (random.NextDouble() / 2)),
        ["smallest normal doubles"] = random => 2.3e-308 * (1 + random.NextDouble()),
        ["some are infinite"] = random => random.Next(100) switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, _ => random.NextDouble() },
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var distribution in Distributions.Keys)
            {
                foreach (var count in new[] { 1, 2, 10, 999, 20_000 })
                    cases.Add(distribution, count);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scrape_AnyDistribution_QuantilesAreWithinOnePercent(string distribution, int count)
    {
        var registry = Scraping.NewRegistry(new ManualTime());
        var summary = registry.Summary(new SummaryDefinition("s", "Help.") { Quantiles = Quantiles });
        var random = new Random(count);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => Distributions[distribution](random))];
        foreach (var value in values)
            summary.Observe(value);

        Array.Sort(values);
        foreach (var quantile in registry.Scrape().Family("s").Summary().Quantiles)
        {
            var exact = values[Math.Max(0, (int)Math.Ceiling((decimal)quantile.Quantile * count) - 1)];
            if (double.IsInfinity(exact))
                quantile.Value.ShouldBe(exact);
            else
                (Math.Abs(quantile.Value - exact) / Math.Max(Math.Abs(exact), double.Epsilon)).ShouldBeLessThanOrEqualTo(0.01, $"{quantile.Quantile}: {quantile.Value} for {exact}");
        }
    }

    // As a product of doubles, 0.07 of 100 is slightly more than 7, which would be the eighth value.
    [Theory]
    [InlineData(0.07, 100, 7)]
    [InlineData(0.14, 50, 7)]
    [InlineData(0.55, 100, 55)]
    [InlineData(0.56, 25, 14)]
    [InlineData(0.999, 1000, 999)]
    [InlineData(0.9999, 10_000, 9999)]
    [InlineData(0.5, 3, 2)]
    public void Scrape_QuantileWithAWholeRank_IsTheValueOfThatRank(double quantile, int count, double expected)
    {
        var registry = Scraping.NewRegistry(new ManualTime());
        var summary = registry.Summary(new SummaryDefinition("s", "Help.") { Quantiles = [quantile] });
        for (var i = 1; i <= count; i++)
            summary.Observe(i);
        registry.Scrape().Family("s").Summary().Quantiles.ShouldHaveSingleItem().Value.ShouldBe(expected, expected * 0.004);
    }

    // A share of at most 1 must not be exposed as 1.0039.
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(0.97)]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(double.PositiveInfinity)]
    public void Scrape_EqualValues_QuantilesAreTheValue(double value)
    {
        var time = new ManualTime();
        var registry = Scraping.NewRegistry(time);
        var summary = registry.Summary(new SummaryDefinition("s", "Help.") { Quantiles = Quantiles, MaxAge = TimeSpan.FromMinutes(1) });
        summary.Observe(1000);
        time.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < 3; i++)
        {
            summary.Observe(value);
            time.Advance(TimeSpan.FromSeconds(13));
        }

        registry.Scrape().Family("s").Summary().Quantiles.ShouldAllBe(quantile => quantile.Value == value);
    }

    [Fact]
    public void Scrape_TwoValues_QuantilesAreWithinTheirRange()
    {
        var registry = Scraping.NewRegistry(new ManualTime());
        var summary = registry.Summary(new SummaryDefinition("s", "Help.") { Quantiles = Quantiles });
        summary.Observe(0.999);
        summary.Observe(1);

        registry.Scrape().Family("s").Summary().Quantiles.ShouldAllBe(quantile => quantile.Value >= 0.999 && quantile.Value <= 1);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
