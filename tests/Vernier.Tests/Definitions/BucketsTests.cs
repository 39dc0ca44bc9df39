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
    [InlineData(double.NaN, 1, 3, "finite")]
    [InlineData(double.PositiveInfinity, 1, 3, "finite")]
    [InlineData(0, double.PositiveInfinity, 3, "finite")]
    [InlineData(1e300, 1, 3, "would both be 1E+300")]
    [InlineData(double.MaxValue, double.MaxValue, 3, "exceeds the range of a double")]
    [InlineData(0, 1, int.MaxValue, "between 1 and 1000")]
    public void Linear_BoundsThatAHistogramCannotHave_SaysWhy(double start, double width, int count, string reason) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Buckets.Linear(start, width, count)).Message.ShouldContain(reason);

    [Theory]
    [InlineData(double.NaN, 2, 3, "finite")]
    [InlineData(double.PositiveInfinity, 2, 3, "finite")]
    [InlineData(1, double.PositiveInfinity, 3, "finite")]
    [InlineData(double.Epsilon, 1.2, 3, "would both be")]
    [InlineData(1e300, 1e10, 3, "Bound 2 of 3 exceeds the range of a double")]
    [InlineData(1, 2, int.MinValue, "between 1 and 1000")]
    public void Exponential_BoundsThatAHistogramCannotHave_SaysWhy(double start, double factor, int count, string reason) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Buckets.Exponential(start, factor, count)).Message.ShouldContain(reason);

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
