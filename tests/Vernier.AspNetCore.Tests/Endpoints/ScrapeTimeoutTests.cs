using Vernier.AspNetCore.Endpoints;

namespace Vernier.AspNetCore.Tests.Endpoints;

public class ScrapeTimeoutTests
{
    [Theory]
    [InlineData("10.000000", 9.5)]
    [InlineData("5", 4.5)]
    [InlineData("1", 0.9)]
    [InlineData("0.5", 0.45)]
    [InlineData(" 2 ", 1.8)]
    [InlineData("120", 119.5)]
    public void Of_ValidValue_LeavesAMargin(string header, double seconds) => ScrapeTimeout.Of(header).TotalSeconds.ShouldBe(seconds, 0.001);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e400")]
    [InlineData("10,5")]
    [InlineData("10,10")]
    [InlineData("99999999999999999999")]
    [InlineData("121")]
    public void Of_MissingOrInvalidValue_IsTheMaximum(string? header) => ScrapeTimeout.Of(header).ShouldBe(ScrapeTimeout.Maximum);
}
