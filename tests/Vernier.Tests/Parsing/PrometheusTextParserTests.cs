using System.Text;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Parsing;

public class PrometheusTextParserTests
{
    private static readonly ParsedExposition Everything = PrometheusTextParser.Parse(PrometheusTextSamples.Everything);

    [Theory]
    [MemberData(nameof(PrometheusTextSamples.Valid), MemberType = typeof(PrometheusTextSamples))]
    public void Parse_ValidText_Accepts(string text) => PrometheusTextParser.Parse(text).ShouldNotBeNull();

    [Theory]
    [MemberData(nameof(PrometheusTextSamples.Invalid), MemberType = typeof(PrometheusTextSamples))]
    public void Parse_InvalidText_NamesLineAndReason(string text, int line, string reason)
    {
        var error = Should.Throw<ExpositionParseException>(() => PrometheusTextParser.Parse(text));
        error.Reason.ShouldContain(reason, Case.Sensitive);
        error.Position.Line.ShouldBe(line);
    }

    [Theory]
    [InlineData("ab-c 1\n", 3)]
    [InlineData("  a x\n", 5)]
    [InlineData("a{x=\"1\", y=\"\\z\"} 1\n", 13)]
    [InlineData("a{x=\"1\",x=\"2\"} 1\n", 9)]
    [InlineData("a{x=\"1} 1\n", 5)]
    [InlineData("a 1 zz\n", 5)]
    [InlineData("a 1", 4)]
    [InlineData("# TYPE a meter\n", 10)]
    [InlineData("# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 2\n", 9)]
    public void Parse_InvalidText_NamesColumn(string text, int column) =>
        Should.Throw<ExpositionParseException>(() => PrometheusTextParser.Parse(text)).Position.Column.ShouldBe(column);

    [Theory]
    [InlineData(new byte[] { 0xFF }, 3)]
    [InlineData(new byte[] { 0xC3 }, 3)]
    [InlineData(new byte[] { 0xC3, 0xA9, 0xC0, 0x80 }, 4)] // é, then an overlong U+0000
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 3)] // a surrogate
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0x80, 0x80 }, 5)] // 😀, then a stray continuation
    public void Parse_InvalidUtf8_NamesPositionOfFirstInvalidByte(byte[] bad, int column)
    {
        byte[] text = [.. "# ok\n# "u8, .. bad, .. "\n"u8];
        var error = Should.Throw<ExpositionParseException>(() => PrometheusTextParser.Parse(text));
        error.Reason.ShouldBe("not valid UTF-8");
        error.Position.ShouldBe(new TextPosition(2, column));
    }

    [Fact]
    public void Parse_Everything_HasFamiliesInOrder() => Everything.Families.Select(family => (family.Name, family.Type)).ShouldBe(
    [
        ("shop_orders_total", ParsedFamilyType.Counter),
        ("shop_temperature_celsius", ParsedFamilyType.Gauge),
        ("shop_latency_seconds", ParsedFamilyType.Histogram),
        ("shop_size_bytes", ParsedFamilyType.Summary),
        ("shop_odd", ParsedFamilyType.Unknown),
        ("shop_undeclared", ParsedFamilyType.Unknown),
    ]);

    [Fact]
    public void Parse_Metadata_IsUnescapedAndInOrder()
    {
        var orders = Everything.Family("shop_orders_total");
        orders.Help.ShouldBe("Orders placed, by \\path\nand \"kind\".");
        orders.Metadata.ShouldBe(["HELP", "TYPE"]);
        orders.Unit.ShouldBe("");
        orders.Position.ShouldBe(new TextPosition(1, 3));
        Everything.Family("shop_latency_seconds").Metadata.ShouldBe(["TYPE", "HELP"]);
        Everything.Family("shop_size_bytes").Help.ShouldBe("");
        Everything.Family("shop_odd").IsDeclared.ShouldBeTrue();
        Everything.Family("shop_undeclared").IsDeclared.ShouldBeFalse();
    }

    [Theory]
    [InlineData("# HELP a x\n", "x")]
    [InlineData("# HELP a   x  y \n", "  x  y ")]
    [InlineData("# HELP a\tx\\\\n\n", "x\\n")]
    [InlineData("# HELP a \"x\"\r\n", "\"x\"\r")]
    public void Parse_Help_KeepsTextAfterOneBlank(string text, string help) => PrometheusTextParser.Parse(text).Family("a").Help.ShouldBe(help);

    [Fact]
    public void Parse_Sample_HasLabelsInOrderValueAndTimestamp()
    {
        var sample = Everything.Sample("shop_orders_total", ("path", "C:\\shop\n\"eu\""), ("kind", "card"));
        sample.Labels.ShouldBe([new ParsedLabel("kind", "card"), new ParsedLabel("path", "C:\\shop\n\"eu\"")]);
        sample.Value.ShouldBe(12);
        sample.RawTimestamp.ShouldBe("1700000000123");
        sample.Timestamp.ShouldBe(1700000000.123);
        sample.Exemplar.ShouldBeNull();
        sample.Position.ShouldBe(new TextPosition(3, 1));

        var cash = Everything.Sample("shop_orders_total", ("kind", "cash"));
        cash.Value.ShouldBe(1000);
        cash.RawValue.ShouldBe("1e3");
        cash.Timestamp.ShouldBeNull();
    }

    [Fact]
    public void Parse_InfinitiesAndNaN_AreRead()
    {
        Everything.Value("shop_odd", ("which", "up")).ShouldBe(double.PositiveInfinity);
        Everything.Value("shop_odd", ("which", "down")).ShouldBe(double.NegativeInfinity);
        Everything.Value("shop_size_bytes", ("quantile", "0.5")).ShouldBe(double.NaN);
    }

    [Fact]
    public void Histograms_OfFamily_AreOnePerLabelSet()
    {
        var family = Everything.Family("shop_latency_seconds");
        family.Histograms().Select(histogram => histogram.Labels["zone"]).ShouldBe(["a", "b"]);
        var a = family.Histogram(("zone", "a"));
        a.Buckets.Select(bucket => (bucket.UpperBound, bucket.RawUpperBound, bucket.CumulativeCount)).ShouldBe(
            [(0.1, "0.1", 2d), (1d, "1", 5d), (double.PositiveInfinity, "+Inf", 6d)]);
        (a.Sum, a.Count, a.Created).ShouldBe((9.25, 6, null));
        Should.Throw<InvalidOperationException>(() => family.Histogram(("zone", "c")));
    }

    [Fact]
    public void Summary_OfFamily_HasQuantilesSumAndCount()
    {
        var summary = Everything.Family("shop_size_bytes").Summary();
        summary.Quantiles.Select(quantile => (quantile.Quantile, quantile.RawQuantile, quantile.Value)).ShouldBe(
            [(0.5, "0.5", double.NaN), (0.99, "0.99", 512d)]);
        (summary.Sum, summary.Count, summary.Created).ShouldBe((1024, 3, null));
    }

    [Fact]
    public void Parse_BytesAndString_GiveTheSame() =>
        PrometheusTextParser.Parse(Encoding.UTF8.GetBytes("a{x=\"é😀\"} 1\n")).Value("a", ("x", "é😀")).ShouldBe(1);

    [Fact]
    public void Parse_StringWithLoneSurrogate_Throws() => Should.Throw<EncoderFallbackException>(() => PrometheusTextParser.Parse("# \uD800\n"));
}
