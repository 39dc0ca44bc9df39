using Vernier.Testing.Parsing;

namespace Vernier.Tests.Parsing;

public class OpenMetricsParserTests
{
    private static readonly ParsedExposition Everything = OpenMetricsParser.Parse(OpenMetricsSamples.Everything);

    [Theory]
    [MemberData(nameof(OpenMetricsSamples.Valid), MemberType = typeof(OpenMetricsSamples))]
    public void Parse_ValidText_Accepts(string text) => OpenMetricsParser.Parse(text).ShouldNotBeNull();

    [Theory]
    [MemberData(nameof(OpenMetricsSamples.Invalid), MemberType = typeof(OpenMetricsSamples))]
    public void Parse_InvalidText_NamesLineAndReason(string text, int line, string reason)
    {
        var error = Should.Throw<ExpositionParseException>(() => OpenMetricsParser.Parse(text));
        error.Reason.ShouldContain(reason, Case.Sensitive);
        error.Position.Line.ShouldBe(line);
    }

    [Theory]
    [InlineData("ab-c 1\n# EOF\n", 3)]
    [InlineData("a{x=\"1\", y=\"2\"} 1\n# EOF\n", 9)]
    [InlineData("# TYPE a Gauge\n# EOF\n", 10)]
    [InlineData("# HELP a x\"\n# EOF\n", 11)]
    [InlineData("# TYPE a counter\na_total -1\n# EOF\n", 9)]
    [InlineData("# TYPE a gauge\na 1 # {} 1\n# EOF\n", 5)]
    public void Parse_InvalidText_NamesColumn(string text, int column) =>
        Should.Throw<ExpositionParseException>(() => OpenMetricsParser.Parse(text)).Position.Column.ShouldBe(column);

    [Fact]
    public void Parse_InvalidUtf8_Throws()
    {
        byte[] text = [.. "# HELP a "u8, 0xFF, .. "\n# EOF\n"u8];
        var error = Should.Throw<ExpositionParseException>(() => OpenMetricsParser.Parse(text));
        error.Message.ShouldBe("line 1, column 10: not valid UTF-8");
    }

    [Theory]
    [InlineData("# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"1.1e6\"} 1\na_bucket{le=\"+Inf\"} 1\n# EOF\n")]
    [InlineData("# TYPE a summary\na{quantile=\"0\"} 1\na{quantile=\"1e0\"} 1\n# EOF\n")]
    public void Parse_NumbersNotCanonical_AcceptsIfAllowed(string text)
    {
        OpenMetricsParser.Parse(text, requireCanonicalNumbers: false).ShouldNotBeNull();
        Should.Throw<ExpositionParseException>(() => OpenMetricsParser.Parse(text)).Reason.ShouldContain("must be spelled");
    }

    [Theory]
    [InlineData("# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"1.0\"} 1\na_bucket{le=\"+Inf\"} 1\n# EOF\n", "bound 1.0 is not above")]
    [InlineData("# TYPE a histogram\na_bucket{le=\"+inf\"} 1\n# EOF\n", "must be spelled +Inf")]
    [InlineData("# TYPE a summary\na{quantile=\"0.5\"} 1\na{quantile=\"0.50\"} 1\n# EOF\n", "a second quantile 0.50")]
    public void Parse_NumbersNotCanonical_StillChecksTheirValues(string text, string reason) =>
        Should.Throw<ExpositionParseException>(() => OpenMetricsParser.Parse(text, requireCanonicalNumbers: false)).Reason.ShouldContain(reason);

    [Fact]
    public void Parse_Everything_HasFamiliesInOrder() => Everything.Families.Select(family => (family.Name, family.Type, family.Unit)).ShouldBe(
    [
        ("shop_orders", ParsedFamilyType.Counter, ""),
        ("shop_temperature_celsius", ParsedFamilyType.Gauge, "celsius"),
        ("shop_latency_seconds", ParsedFamilyType.Histogram, "seconds"),
        ("shop_queue", ParsedFamilyType.GaugeHistogram, ""),
        ("shop_size_bytes", ParsedFamilyType.Summary, ""),
        ("shop_build", ParsedFamilyType.Info, ""),
        ("shop_state", ParsedFamilyType.StateSet, ""),
        ("shop_odd", ParsedFamilyType.Unknown, ""),
        ("shop_undeclared", ParsedFamilyType.Unknown, ""),
    ]);

    [Fact]
    public void Parse_Metadata_IsUnescapedAndInOrder()
    {
        Everything.Family("shop_orders").Help.ShouldBe("Orders placed, by \\path\nand \"kind\".");
        Everything.Family("shop_temperature_celsius").Metadata.ShouldBe(["TYPE", "UNIT", "HELP"]);
        Everything.Family("shop_undeclared").IsDeclared.ShouldBeFalse();
    }

    [Fact]
    public void Parse_UnknownEscape_IsReadAsItself()
    {
        var parsed = OpenMetricsParser.Parse("# HELP a \\d\\\\e\\😀\na{x=\"\\d\\\\n\\n\"} 1\n# EOF\n");
        parsed.Family("a").Help.ShouldBe("\\d\\e\\😀");
        parsed.Value("a", ("x", "\\d\\n\n")).ShouldBe(1);
    }

    [Fact]
    public void Parse_Exemplar_HasLabelsValueAndTimestamp()
    {
        var exemplar = Everything.Sample("shop_orders_total", ("kind", "card"), ("path", "C:\\shop\n\"eu\"")).Exemplar.ShouldNotBeNull();
        exemplar.Labels.ShouldBe([new ParsedLabel("trace_id", "abc"), new ParsedLabel("span_id", "\"1\"")]);
        (exemplar.Value, exemplar.RawValue).ShouldBe((1, "1"));
        (exemplar.Timestamp, exemplar.RawTimestamp).ShouldBe((1700000000.123, "1700000000.123"));
        Everything.Sample("shop_orders_total", ("kind", "cash")).Exemplar.ShouldBeNull();
    }

    [Fact]
    public void Parse_ExemplarAfterTimestamp_BothAreRead()
    {
        var sample = OpenMetricsParser.Parse("# TYPE a counter\na_total 1 5 # {} 2\n# EOF\n").Sample("a_total");
        (sample.Value, sample.Timestamp, sample.Exemplar?.Value, sample.Exemplar?.Timestamp).ShouldBe((1, 5, 2, null));
        sample.Exemplar!.Labels.ShouldBeEmpty();
    }

    [Fact]
    public void Parse_HashInLabelValue_IsNoExemplar() =>
        OpenMetricsParser.Parse("a{x=\"} 1 # {y=\"} 2\n# EOF\n").Sample("a", ("x", "} 1 # {y=")).Exemplar.ShouldBeNull();

    [Fact]
    public void Find_SeriesWithSeveralPoints_ReturnsAll()
    {
        Everything.Find("shop_temperature_celsius").Select(sample => (sample.Value, sample.Timestamp)).ShouldBe(
            [(-3.5, 1700000000d), (-4.5, 1700000001.5)]);
        Should.Throw<KeyNotFoundException>(() => Everything.Sample("shop_temperature_celsius"));
    }

    [Fact]
    public void Histogram_OfFamily_HasBucketsExemplarsSumCountAndCreated()
    {
        var a = Everything.Family("shop_latency_seconds").Histogram(("zone", "a"));
        a.Buckets.Select(bucket => (bucket.RawUpperBound, bucket.CumulativeCount, bucket.Exemplar?.Value)).ShouldBe(
            [("0.1", 2d, 0.05), ("1.0", 5d, null), ("+Inf", 6d, 6.5)]);
        (a.Sum, a.Count, a.Created).ShouldBe((9.25, 6, 1700000000.5));

        var b = Everything.Family("shop_latency_seconds").Histogram(("zone", "b"));
        (b.Sum, b.Count, b.Created).ShouldBe((null, null, null));

        var queue = Everything.Family("shop_queue").Histograms().ShouldHaveSingleItem();
        (queue.Sum, queue.Count).ShouldBe((-3.5, 4));
    }

    [Fact]
    public void Histogram_OfSeveralPoints_Throws()
    {
        var parsed = OpenMetricsParser.Parse("# TYPE a histogram\na_bucket{le=\"+Inf\"} 1 5\na_bucket{le=\"+Inf\"} 1 6\n# EOF\n");
        Should.Throw<InvalidOperationException>(() => parsed.Family("a").Histogram());
    }

    [Fact]
    public void Summary_OfFamily_HasQuantilesSumCountAndCreated()
    {
        var summary = Everything.Family("shop_size_bytes").Summaries().ShouldHaveSingleItem();
        summary.Quantiles.Select(quantile => (quantile.Quantile, quantile.Value)).ShouldBe([(0.99, 512d), (0.5, double.NaN)]);
        (summary.Sum, summary.Count, summary.Created).ShouldBe((1024, 3, 1700000000));
    }
}
