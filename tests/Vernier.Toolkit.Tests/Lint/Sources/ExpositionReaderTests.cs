using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Toolkit.Tests.Lint.Sources;

public class ExpositionReaderTests
{
    [Fact]
    public void Read_TextFormat_HasTypesLabelsAndBounds()
    {
        var content = Read("""
            # HELP orders_total Orders.
            # TYPE orders_total counter
            orders_total{country="DE",method="card"} 1
            orders_total{country="FR"} 2 1700000000000
            # a comment
            # TYPE wait_seconds histogram
            wait_seconds_bucket{shop="a",le="0.5"} 1
            wait_seconds_bucket{shop="a",le="+Inf"} 2
            wait_seconds_sum{shop="a"} 1.5
            wait_seconds_count{shop="a"} 2
            # TYPE size summary
            size{quantile="0.9"} NaN
            size_sum 0
            size_count 0
            stock{item="a } \"b\""} 3
            # TYPE idle gauge
            """);

        content.Findings.ShouldBeEmpty();
        content.Metrics.Select(metric => (metric.Name, metric.Type, metric.Location.Line, Labels(metric), metric.ExposedSeries)).ShouldBe(
        [
            ("orders_total", MetricType.Counter, 1, "country,method", 2),
            ("wait_seconds", MetricType.Histogram, 6, "shop", 1),
            ("size", MetricType.Summary, 11, "", 1),
            ("stock", (MetricType?)null, 15, "item", 1),
            ("idle", MetricType.Gauge, 16, "?", 0),
        ]);
        content.Metrics[0].Help.ShouldBe("Orders.");
        content.Metrics[1].Buckets.ShouldBe([0.5]);
        content.Metrics[2].Quantiles.ShouldBe([0.9]);
    }

    [Fact]
    public void Read_OpenMetrics_HasSampleNames()
    {
        var content = Read("""
            # TYPE orders counter
            # UNIT orders bytes
            orders_total{a="b"} 1 # {trace_id="x"} 1
            orders_created{a="b"} 1
            # TYPE build info
            build_info{version="1"} 1
            # TYPE door stateset
            door{door="open"} 1
            # EOF
            """);

        content.Findings.ShouldBeEmpty();
        content.Metrics.Select(metric => (metric.Name, metric.Type, Labels(metric), metric.ExposedSeries)).ShouldBe(
            [("orders_total", MetricType.Counter, "a", 1), ("build_info", MetricType.Info, "version", 1), ("door", MetricType.StateSet, "", 1)]);
        content.Metrics[0].Unit.ShouldBe("bytes");
    }

    [Theory]
    [InlineData("3orders 1", "1:1")]
    [InlineData("orders", "1:7")]
    [InlineData("orders one", "1:7")]
    [InlineData("orders{a=b} 1", "1:8")]
    [InlineData("orders{a=\"b} 1", "1:11")]
    [InlineData("orders{a=\"b\" 1", "1:14")]
    [InlineData("orders{a=\"b\"c=\"d\"} 1", "1:13")]
    [InlineData("orders{1a=\"b\"} 1", "1:8")]
    [InlineData("orders{a=\"b\",a=\"c\"} 1", "1:14")]
    [InlineData("orders{,} 1", "1:8")]
    [InlineData("orders 1 soon", "1:10")]
    [InlineData("orders 1 2 3", "1:12")]
    [InlineData("orders 1\n# EOF\norders_b 1", "3:1")]
    [InlineData("# TYPE", "1:1")]
    [InlineData("# TYPE orders meter", "1:1")]
    [InlineData("orders 1\n# TYPE orders gauge", "2:1")]
    public void Read_InvalidLine_IsReportedWithItsLocation(string text, string location)
    {
        var finding = Read(text).Findings.ShouldHaveSingleItem();

        finding.Rule.ShouldBe(LintRules.MetricsSyntax);
        finding.Location.ToString().ShouldBe($"a.prom:{location}");
    }

    [Theory]
    [InlineData("a 1\na 2")]
    [InlineData("a{b=\"c\"} 1\na{b=\"c\"} 1")]
    [InlineData("# TYPE a gauge\n# TYPE a gauge\na 1")]
    [InlineData("a{x=\"1\"} 1\nb 1\na{x=\"2\"} 1")]
    public void Read_Duplicate_IsReportedOnce(string text) => Read(text).Findings.ShouldHaveSingleItem().Rule.ShouldBe(LintRules.MetricDuplicate);

    [Fact]
    public void Read_ManyInvalidLines_TenAndTheRemainingNumberAreReported()
    {
        var findings = Read(string.Concat(Enumerable.Repeat("<p>\n", 25))).Findings;

        findings.Count.ShouldBe(11);
        findings[^1].Message.ShouldBe("15 more lines are invalid.");
    }

    /// <summary>Every Go process exposes this: in the text format, the family name of a counter includes _total.</summary>
    [Fact]
    public void Read_GaugeAndCounterWithTheSameStem_AreTwoMetrics()
    {
        var content = Read("""
            # HELP alloc_bytes In use.
            # TYPE alloc_bytes gauge
            alloc_bytes 1
            # HELP alloc_bytes_total Ever.
            # TYPE alloc_bytes_total counter
            alloc_bytes_total 2
            # TYPE alloc_bytes_count gauge
            alloc_bytes_count 3
            """);

        content.Findings.ShouldBeEmpty();
        content.Metrics.Select(metric => (metric.Name, metric.Type, metric.Help)).ShouldBe(
            [("alloc_bytes", MetricType.Gauge, "In use."), ("alloc_bytes_total", MetricType.Counter, "Ever."), ("alloc_bytes_count", MetricType.Gauge, "")]);
    }

    [Fact]
    public void Read_TwoTypesWithOneName_IsReportedAndBothAreRead()
    {
        var content = Read("# TYPE alloc gauge\nalloc 1\n# TYPE alloc counter\nalloc_total 2\n# EOF");

        content.Findings.ShouldHaveSingleItem().Location.ToString().ShouldBe("a.prom:3:1");
        content.Metrics.Select(metric => (metric.Name, metric.Type)).ShouldBe([("alloc", MetricType.Gauge), ("alloc_total", MetricType.Counter)]);
    }

    [Theory]
    [InlineData("a\t1\t1700000000000")]
    [InlineData(" a { b = \"c\" , } 1")]
    [InlineData("a{} 1")]
    [InlineData("a{b=\"x\u2028y\u0085z\"} 1")]
    [InlineData("a 1\r\n\r\n")]
    [InlineData("a +Inf 1700000000.5 # {trace_id=\"x\"} 1 1700000000.1")]
    [InlineData("#\tTYPE a gauge\na 1")]
    public void Read_UnusualButValidLine_IsRead(string text)
    {
        var content = Read(text);

        content.Findings.ShouldBeEmpty();
        content.Metrics.ShouldHaveSingleItem().Name.ShouldBe("a");
    }

    [Theory]
    [InlineData("a{b=\"1\"} 1\na{ b=\"1\", } 1")]
    [InlineData("a{b=\"1\",c=\"2\"} 1\na{c=\"2\",b=\"1\"} 1")]
    public void Read_SameSeriesInAnotherSpelling_IsReported(string text) => Read(text).Findings.ShouldHaveSingleItem().Location.ToString().ShouldBe("a.prom:2:1");

    [Fact]
    public void Read_ManyDuplicates_TenAndTheRemainingNumberAreReported()
    {
        var findings = Read(string.Concat(Enumerable.Repeat("a 1\n", 26))).Findings;

        findings.Count.ShouldBe(11);
        findings[^1].Message.ShouldBe("15 more series are exposed more than once.");
    }

    [Fact]
    public void Read_ScatteredFamilies_EachIsReportedOnce() =>
        Read(string.Concat(Enumerable.Range(0, 50).Select(i => $"a{{x=\"{i}\"}} 1\nb{{x=\"{i}\"}} 1\n"))).Findings.Select(finding => finding.Location.Element).ShouldBe(["metric a", "metric b"]);

    [Fact]
    public void Read_OpenMetricsWithoutEof_IsReported()
    {
        var finding = ExpositionReader.Read("http://a/metrics", "# TYPE a gauge\na 1\n", isOpenMetrics: true).Findings.ShouldHaveSingleItem();

        (finding.Rule, finding.Location.Line).ShouldBe((LintRules.MetricsSyntax, 2));
    }

    [Fact]
    public void Read_LongLine_IsShortenedInTheMessage() => Read("a " + new string('x', 100_000)).Findings.ShouldHaveSingleItem().Message.Length.ShouldBeLessThan(200);

    private static string Labels(KnownMetric metric) => metric.Labels is null ? "?" : string.Join(',', metric.Labels.Select(label => label.Name));

    private static SourceContent Read(string text) => ExpositionReader.Read("a.prom", text);
}
