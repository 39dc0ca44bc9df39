using Vernier.Exposition;

namespace Vernier.Tests.Exposition;

public class NegotiationTests
{
    private const string Text = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    [Theory]
    [InlineData(null, Text)]
    [InlineData("", Text)]
    [InlineData("*/*", Text)]
    [InlineData("text/plain", Text)]
    [InlineData("text/*", Text)]
    [InlineData("TEXT/Plain; VERSION=0.0.4", Text)]
    [InlineData("text/plain;version=\"0.0.4\"", Text)]
    [InlineData("application/openmetrics-text", OpenMetrics)]
    [InlineData("application/*", OpenMetrics)]
    [InlineData("application/openmetrics-text;version=1.0.0", OpenMetrics)]
    [InlineData(" application/openmetrics-text ; version = 1.0.0 ; charset=utf-8 ; q = 0.3 ", OpenMetrics)]
    [InlineData("application/openmetrics-text; version=\"1.0.0\"", OpenMetrics)]
    [InlineData("Application/OpenMetrics-Text", OpenMetrics)]
    // The headers of Prometheus 2.42, and of later versions with escaping and protobuf.
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", OpenMetrics)]
    [InlineData("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.2", OpenMetrics)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Text)]
    // The highest weight; the first entry among equals.
    [InlineData("text/plain;q=0.5,application/openmetrics-text;q=0.6", OpenMetrics)]
    [InlineData("application/openmetrics-text;q=0.5,text/plain;q=0.6", Text)]
    [InlineData("text/plain;q=0.999,application/openmetrics-text;q=1", OpenMetrics)]
    [InlineData("text/plain;q=0.999,application/openmetrics-text;q=1.000", OpenMetrics)]
    [InlineData("application/openmetrics-text;q=1.001,text/plain;q=0.1", Text)]
    [InlineData("application/openmetrics-text,text/plain", OpenMetrics)]
    [InlineData("text/plain,application/openmetrics-text", Text)]
    [InlineData("application/openmetrics-text;q=0.001,text/plain;q=0", OpenMetrics)]
    // The more specific entry takes precedence.
    [InlineData("*/*,application/openmetrics-text;q=0.5", Text)]
    [InlineData("text/plain;q=0.5,*/*", OpenMetrics)]
    [InlineData("text/plain;q=0,*/*", OpenMetrics)]
    [InlineData("application/openmetrics-text;q=0,*/*;q=0.1", Text)]
    [InlineData("text/*;q=0.2,application/*;q=0.3", OpenMetrics)]
    // Unsupported versions.
    [InlineData("application/openmetrics-text;version=0.0.1", Text)]
    [InlineData("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", Text)]
    [InlineData("text/plain;version=1.0.0;q=0.9,application/openmetrics-text;q=0.1", OpenMetrics)]
    // Invalid headers.
    [InlineData("nonsense", Text)]
    [InlineData(",,,;;;===", Text)]
    [InlineData("application/openmetrics-text;q=x", Text)]
    [InlineData("application/openmetrics-text;q=", Text)]
    [InlineData("application/openmetrics-text;q=-1", Text)]
    [InlineData("application/openmetrics-text;q=1.1", Text)]
    [InlineData("application/openmetrics-text;q=NaN", Text)]
    [InlineData("application/openmetrics-text;q=Infinity", Text)]
    [InlineData("application/openmetrics-text;q=1e9", Text)]
    [InlineData("application/openmetrics-text-or-so", Text)]
    [InlineData("application/json", Text)]
    [InlineData("application/json,application/openmetrics-text;q=0.1", OpenMetrics)]
    [InlineData("*", Text)]
    [InlineData("/", Text)]
    public void Negotiate_AcceptHeader_ChoosesTheBestFormat(string? accept, string contentType) =>
        ExpositionFormat.Negotiate(accept).ContentType.ShouldBe(contentType);

    [Fact]
    public void Negotiate_LongHeader_IsParsed() =>
        ExpositionFormat.Negotiate(string.Join(',', Enumerable.Repeat("a/b;q=0.5", 10_000)) + ",application/openmetrics-text;q=0.1").ShouldBe(ExpositionFormat.OpenMetrics);
}
