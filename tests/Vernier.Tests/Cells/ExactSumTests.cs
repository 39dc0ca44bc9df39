using Vernier.Cells;

namespace Vernier.Tests.Cells;

public class ExactSumTests
{
    [Fact]
    public void Value_AnyOrder_IsTheSameToTheLastBit()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble() * Math.Pow(10, random.Next(-6, 7)))];
        var expected = SumOf(values);
        for (var i = 0; i < 200; i++)
        {
            random.Shuffle(values);
            SumOf(values).ShouldBe(expected);
        }
        values.Sum().ShouldBe(expected, 1e-6);
    }

    [Fact]
    public void Value_SumsThatADoubleCannotRepresent_IsRoundedOnce()
    {
        SumOf(0.1, 0.2, 0.3).ShouldBe(0.6);
        SumOf(1, 1e-20, 1e-20, -1).ShouldBe(2e-20);
        SumOf(1L << 53, 1, 1).ShouldBe((1L << 53) + 2);
        SumOf().ShouldBe(0);
    }

    [Theory]
    [InlineData(double.PositiveInfinity, 1, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 1, double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, double.NaN)]
    [InlineData(double.MaxValue, double.MaxValue, double.PositiveInfinity)]
    public void Value_NotFinite_IsTheOrdinarySum(double one, double other, double expected)
    {
        SumOf(one, other, 1).ShouldBe(expected);
        SumOf(1, other, one).ShouldBe(expected);
    }

    private static double SumOf(params double[] values)
    {
        ExactSum sum = default;
        foreach (var value in values)
            sum.Add(value);
        return sum.Value;
    }
}
