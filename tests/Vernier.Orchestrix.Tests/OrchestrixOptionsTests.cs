using Microsoft.Extensions.Configuration;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Orchestrix.Tests;

public class OrchestrixOptionsTests
{
    [Fact]
    public void Read_NoKeys_KeepsTheDocumentedDefaults()
    {
        var options = Read([], out var failures);

        options.Port.ShouldBe(8000);
        options.Path.ShouldBe("/metrics");
        options.EnableDefaultMetrics.ShouldBeTrue();
        options.HistogramBuckets.ShouldBe([0.01, 0.05, 0.1, 0.5, 1.0, 5.0]);
        failures.ShouldBeEmpty();
    }

    [Fact]
    public void Read_DocumentedKeys_SetsTheOptions()
    {
        var options = Read(["port=9000", "path=/m", "enable_default_metrics=false", "histogram_buckets:0=0.25", "histogram_buckets:1=2"], out var failures);

        options.Port.ShouldBe(9000);
        options.Path.ShouldBe("/m");
        options.EnableDefaultMetrics.ShouldBeFalse();
        options.HistogramBuckets.ShouldBe([0.25, 2]);
        failures.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("port=-1")]
    [InlineData("port=65536")]
    [InlineData("path=metrics")]
    [InlineData("path=/{id}")]
    [InlineData("path=/a b")]
    [InlineData("path=/a?b")]
    [InlineData("histogram_buckets=")]
    [InlineData("histogram_buckets:0=1", "histogram_buckets:1=1")]
    [InlineData("histogram_buckets:0=1", "histogram_buckets:1=Infinity")]
    public void Read_InvalidValue_IsReportedWithItsKey(params string[] settings)
    {
        Read(settings, out var failures);

        failures.ShouldHaveSingleItem().Key.ShouldBe("systems:orchestrix:" + settings[0].Split('=', ':')[0]);
    }

    private static OrchestrixOptions Read(string[] settings, out List<OptionFailure> failures) => ValidatedOptions.Read<OrchestrixOptions>(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create("systems:orchestrix:" + s[0], (string?)s[1])))
            .Build()
            .GetSection("systems:orchestrix"),
        failures = []);
}
