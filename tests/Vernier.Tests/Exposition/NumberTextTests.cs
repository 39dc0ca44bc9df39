using Vernier.Testing;

namespace Vernier.Tests.Exposition;

public class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-17, "-17")]
    [InlineData(0.1, "0.1")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(9007199254740991, "9007199254740991")]
    [InlineData(70368744177664.515625, "70368744177664.52")]
    [InlineData(-1234567890123.4567, "-1234567890123.4568")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(2251799813685249.5, "2251799813685249.5")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(1.5e300, "1.5E+300")]
    [InlineData(double.Epsilon, "5E-324")]
    [InlineData(double.MinValue, "-1.7976931348623157E+308")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Scrape_AnyValue_IsShortAndReadable(double value, string text)
    {
        var registry = Scraping.NewRegistry();
        registry.Gauge("a", "Help.").Set(value);
        registry.Scrape().Sample("a").RawValue.ShouldBe(text);
        registry.ScrapeOpenMetrics().Sample("a").RawValue.ShouldBe(text);
    }
}
