using Vernier.Testing;

namespace Vernier.Tests.Definitions;

public class LabelNameTests
{
    public static TheoryData<string> BadNames =>
    [
        "", " ", "9a", "a:b", "a-b", "a.b", "a b", " a", "a ", "a\n", "code\n", "a\0", "länge", "a=", "le", "quantile", "__name__", "__a", "__",
    ];

    [Theory]
    [InlineData("a")]
    [InlineData("_a")]
    [InlineData("A9_")]
    [InlineData("Le")]
    [InlineData("quantiles")]
    public void Register_ValidLabel_IsExposed(string label)
    {
        var registry = Scraping.NewRegistry();
        registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new LabelDefinition(label)] }).With("v").Inc();
        registry.Scrape().Value("a_total", (label, "v")).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    [InlineData(null)]
    public void Register_InvalidLabel_ThrowsWithTheNameOfTheMetric(string? label)
    {
        var registry = Scraping.NewRegistry();
        var definition = new CounterDefinition("orders_total", "Help.") { Labels = [new LabelDefinition(label!)] };
        Should.Throw<MetricDefinitionException>(() => registry.CounterFamily(definition)).Message.ShouldContain("orders_total");
        registry.Families.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    [InlineData(null)]
    public void Register_InvalidConstantLabel_ThrowsWithTheNameOfTheMetric(string? label)
    {
        var registry = Scraping.NewRegistry();
        var definition = new GaugeDefinition("orders", "Help.") { ConstantLabels = [new(label!, "v")] };
        Should.Throw<MetricDefinitionException>(() => registry.Gauge(definition)).Message.ShouldContain("orders");
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    [InlineData(null)]
    public void NewRegistry_InvalidConstantLabel_Throws(string? label) =>
        Should.Throw<MetricDefinitionException>(() => new MetricRegistry(new MetricRegistryOptions { ConstantLabels = [new(label!, "v")] }));

    [Fact]
    public void Register_SameLabelTwice_Throws() => ShouldThrow(
        new CounterDefinition("a_total", "Help.") { Labels = [new("code"), new("method"), new("code")] }, "duplicate label 'code'");

    [Fact]
    public void Register_LabelEqualToAConstantLabel_Throws() => ShouldThrow(
        new CounterDefinition("a_total", "Help.") { Labels = [new("code")], ConstantLabels = [new("code", "1")] }, "duplicate label 'code'");

    [Fact]
    public void Register_SameConstantLabelTwice_Throws() => ShouldThrow(
        new CounterDefinition("a_total", "Help.") { ConstantLabels = [new("code", "1"), new("code", "2")] }, "duplicate label 'code'");

    [Fact]
    public void Register_LabelEqualToAConstantLabelOfTheRegistry_Throws() => ShouldThrow(
        new CounterDefinition("a_total", "Help.") { Labels = [new("region")] }, "'region' is a constant label of the registry", KeyValuePair.Create("region", "eu"));

    [Fact]
    public void Register_ConstantLabelEqualToOneOfTheRegistry_Throws() => ShouldThrow(
        new CounterDefinition("a_total", "Help.") { ConstantLabels = [new("region", "us")] }, "'region' is a constant label of the registry", KeyValuePair.Create("region", "eu"));

    [Fact]
    public void NewRegistry_SameConstantLabelTwice_Throws() => Should.Throw<MetricDefinitionException>(
        () => new MetricRegistry(new MetricRegistryOptions { ConstantLabels = [new("a", "1"), new("a", "1")] })).Message.ShouldContain("duplicate label 'a'");

    [Fact]
    public void Register_MetricNamedLikeAConstantLabelOfTheRegistry_Succeeds()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false, ConstantLabels = [new("region", "eu")] });
        registry.Gauge("region", "Help.").Set(3);
        registry.Scrape().Value("region", ("region", "eu")).ShouldBe(3);
    }

    private static void ShouldThrow(CounterDefinition definition, string reason, params KeyValuePair<string, string>[] constants)
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false, ConstantLabels = constants });
        var message = Should.Throw<MetricDefinitionException>(() => registry.CounterFamily(definition)).Message;
        message.ShouldContain("a_total");
        message.ShouldContain(reason);
        registry.Families.ShouldBeEmpty();
    }
}
