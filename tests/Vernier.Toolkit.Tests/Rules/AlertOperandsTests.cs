namespace Vernier.Toolkit.Tests.Rules;

public class AlertOperandsTests
{
    [Theory]
    [InlineData("rate(a[5m]) > 0.05", "rate(a[5m])")]
    [InlineData("(a > 1 and b{x=\"1\"} > 2) or c == 0", "a;b{x=\"1\"};c")]
    [InlineData("a > bool 1", "a > bool 1")]
    public void Of_Condition_ReturnsTheComparedExpressions(string condition, string operands) => AlertOperands.Of(condition).ShouldBe(operands.Split(';'));
}
