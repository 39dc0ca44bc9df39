using Microsoft.Extensions.Configuration;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Orchestrix.Tests;

public class SectionBindingTests
{
    [Fact]
    public void Configure_NoSection_KeepsTheDefaults()
    {
        var options = Configured();

        options.Port.ShouldBe(8000);
        options.Path.ShouldBe("/metrics");
        options.EnableDefaultMetrics.ShouldBeTrue();
        options.HistogramBuckets.ShouldBe([0.01, 0.05, 0.1, 0.5, 1.0, 5.0]);
    }

    [Fact]
    public void Configure_DocumentedKeys_SetsTheOptions()
    {
        var options = Configured(
            "port=9000", "path=/m", "enable_default_metrics=false", "histogram_buckets:0=0.25", "histogram_buckets:1=2");

        options.Port.ShouldBe(9000);
        options.Path.ShouldBe("/m");
        options.EnableDefaultMetrics.ShouldBeFalse();
        options.HistogramBuckets.ShouldBe([0.25, 2]);
    }

    [Fact]
    public void Validate_GoodValues_Succeeds() => Binding("port=9000", "histogram_buckets:0=1").Validate(null, new()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_SeveralMistakes_NamesThemAllWithKeyAndValue() =>
        Binding("port=many", "prot=1", "path=", "enable_default_metrics=perhaps", "histogram_buckets:0=1", "histogram_buckets:1=x")
            .Validate(null, new()).Failures.ShouldNotBeNull().Order(StringComparer.Ordinal).ShouldBe([
                "systems:orchestrix:enable_default_metrics: 'perhaps' is not true or false.",
                "systems:orchestrix:histogram_buckets:1: 'x' is not a number.",
                "systems:orchestrix:path: has no value.",
                "systems:orchestrix:port: 'many' is not a whole number.",
                "systems:orchestrix:prot: there is no such key; known are port, path, enable_default_metrics, histogram_buckets.",
            ]);

    [Theory]
    [InlineData("histogram_buckets=1", "systems:orchestrix:histogram_buckets: must be a list with at least one entry.")]
    [InlineData("port:a=1", "systems:orchestrix:port: must be one value.")]
    public void Validate_WrongShape_SaysSo(string pair, string mistake) => Binding(pair).Validate(null, new()).Failures.ShouldBe([mistake]);

    [Fact]
    public void Validate_ValueOutOfRange_NamesItsFullKey() =>
        Binding().Validate(null, new() { Port = 70000 }).Failures.ShouldHaveSingleItem().ShouldStartWith("systems:orchestrix:port: 70000 is not a port");

    private static OrchestrixOptions Configured(params string[] pairs)
    {
        var options = new OrchestrixOptions();
        Binding(pairs).Configure(options);
        return options;
    }

    private static SectionBinding<OrchestrixOptions> Binding(params string[] pairs) =>
        new(new ConfigurationBuilder()
            .AddInMemoryCollection(pairs.Select(p => p.Split('=', 2)).Select(p => KeyValuePair.Create("systems:orchestrix:" + p[0], (string?)p[1])))
            .Build()
            .GetSection("systems:orchestrix"), new OrchestrixOptionsValidator());
}
