using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy.Tests.Pricing;

public class PriceTableTests
{
    private readonly PriceTable _prices = new(
    [
        new() { Model = "m*", Input = 1 },
        new() { Model = "model-a*", Input = 2 },
        new() { Model = "model-a-1", Input = 3, Output = 15, CacheRead = 0.3, CacheWrite = 3.75 },
    ]);

    [Fact]
    public void CostOf_AllKinds_IsTokensTimesPricePerMillion()
    {
        var cost = _prices.CostOf("model-a-1", new TokenUsage(1_000_000, 100_000, 10, 1)).ShouldNotBeNull();

        cost.ShouldBe(new RequestCost(3m, 1.5m, 0.000003m, 0.00000375m));
        cost.Total.ShouldBe(4.50000675m);
    }

    [Theory]
    [InlineData("model-a-1", 3)]
    [InlineData("model-a-2", 2)]
    [InlineData("model-b", 1)]
    public void CostOf_SeveralPatternsMatch_UsesTheMostSpecific(string model, int dollars) =>
        _prices.CostOf(model, new TokenUsage(1_000_000, 0, 0, 0)).ShouldNotBeNull().Total.ShouldBe(dollars);

    [Fact]
    public void CostOf_UnknownModel_IsNull() => _prices.CostOf("other", new TokenUsage(1, 1, 1, 1)).ShouldBeNull();
}
