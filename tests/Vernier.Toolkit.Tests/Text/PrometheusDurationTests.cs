using Vernier.PromQL.Language;

namespace Vernier.Toolkit.Tests.Text;

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
    public void Format_AnyLength_IsInTheLargestUnits(double seconds, string text) => PrometheusDuration.Format(TimeSpan.FromSeconds(seconds)).ShouldBe(text);
}
