namespace Vernier.Tests.Definitions;

public class BucketsTests
{
    [Fact]
    public void Seconds_AreThoseOfClientGolang() => Buckets.Seconds.ShouldBe([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);

    [Fact]
    public void Linear_StartWidthCount_HaveEqualDistances() => Buckets.Linear(-1, 0.5, 4).ShouldBe([-1, -0.5, 0, 0.5]);

    [Fact]
    public void Exponential_StartFactorCount_HaveEqualRatios() => Buckets.Exponential(0.25, 2, 5).ShouldBe([0.25, 0.5, 1, 2, 4]);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(-1, 3)]
    [InlineData(double.NaN, 3)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 1001)]
    public void Linear_OutOfRange_Throws(double width, int count) => Should.Throw<ArgumentOutOfRangeException>(() => Buckets.Linear(0, width, count));

    [Theory]
    [InlineData(0, 2, 3)]
    [InlineData(-1, 2, 3)]
    [InlineData(1, 1, 3)]
    [InlineData(1, 0.5, 3)]
    [InlineData(1, double.NaN, 3)]
    [InlineData(1, 2, 0)]
    [InlineData(1, 2, 1001)]
    public void Exponential_OutOfRange_Throws(double start, double factor, int count) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Buckets.Exponential(start, factor, count));
}
