using Vernier.PromQL.Language;

namespace Vernier.PromQL.Tests;

public class PrometheusDurationTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(5, "5s")]
    [InlineData(90, "1m30s")]
    [InlineData(3600, "1h")]
    [InlineData(2_592_000, "30d")]
    [InlineData(0.25, "250ms")]
    [InlineData(90_061.001, "1d1h1m1s1ms")]
    public void Format_Duration_UsesTheLargestUnits(double seconds, string text) => PrometheusDuration.Format(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Theory]
    [InlineData("1h30m", true)]
    [InlineData("5m\n", false)]
    [InlineData("30m1h", false)]
    [InlineData("293y", false)]
    [InlineData("", false)]
    public void TryParse_Text_AcceptsOnlyDurations(string text, bool expected) => PrometheusDuration.TryParse(text, out _).ShouldBe(expected);
}
