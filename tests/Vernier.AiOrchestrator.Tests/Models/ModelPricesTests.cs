using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Tests.Models;

public class ModelPricesTests
{
    private readonly ModelOptions _options = new();

    [Theory]
    [InlineData("gpt-4o", 0.005 * 3)]
    [InlineData("gpt-4o-mini", 0.00015 * 3)]
    [InlineData("gpt-4-turbo", 0.01 * 3)]
    [InlineData("gpt-4", 0.03 * 3)]
    [InlineData("gpt-3.5-turbo", 0.0005 * 3)]
    [InlineData("claude-3-5-sonnet", 0.006 * 3)]
    [InlineData("claude-3-haiku", 0.00025 * 3)]
    [InlineData("another", 0.005 + (0.015 * 2))]
    public void CostOf_LegWithoutPrice_UsesTheTable(string model, double expected) => CostOf(new(), model).ShouldBe(expected, 1e-12);

    [Fact]
    public void CostOf_LegWithPrices_UsesThem() => CostOf(new() { InputPrice = 1, OutputPrice = 10 }, "gpt-4o").ShouldBe(21);

    [Fact]
    public void CostOf_LegWithOnePrice_UsesTheTableForTheOther() => CostOf(new() { OutputPrice = 0 }, "another").ShouldBe(0.005);

    [Fact]
    public void CostOf_ConfiguredTable_ReplacesTheDefault()
    {
        _options.Prices = new Dictionary<string, ModelPriceOptions> { ["mine"] = new() { Input = 1, Output = 2 } };

        CostOf(new(), "mine").ShouldBe(5);
        CostOf(new(), "gpt-4").ShouldBe(0.035, 1e-12);
    }

    private double CostOf(ModelLegOptions leg, string model) => new ModelPrices(_options).CostOf(leg, model, new ModelUsage(1000, 2000));
}
