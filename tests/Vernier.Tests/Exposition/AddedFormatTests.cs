using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.Tests.Exposition;

/// <summary>A format can be added without a change to the library.</summary>
public class AddedFormatTests
{
    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;

    public AddedFormatTests()
    {
        _registry = Scraping.NewRegistry(_time);
        _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("x"), new("y")] }).With("1", "2").Inc(3);
        _registry.Histogram("h", "Help.").Observe(0.5);
    }

    [Fact]
    public void Render_AddedFormat_WritesTheCollection()
    {
        using var rendered = new MetricsRenderer(_registry).Render(CsvFormat.Instance);
        rendered.Format.ShouldBeSameAs(CsvFormat.Instance);
        rendered.ToString().ShouldBe($"name,value at {_time.GetUtcNow().ToUnixTimeSeconds()}\na_total,1,2,3\nh_count,1\nh_sum,0.5\nend\n");
    }

    [Fact]
    public void Render_AddedFormatWithCreatedSeries_GetsTheOptions()
    {
        using var rendered = new MetricsRenderer(_registry, new ExpositionOptions { CreatedSeries = true }).Render(CsvFormat.Instance);
        rendered.ToString().ShouldContain($"\na_total_created,1,2,{_time.GetUtcNow().ToUnixTimeSeconds()}\n");
    }

    [Fact]
    public async Task RenderGzipAsync_AddedFormat_IsCompressedAndCounted()
    {
        var registry = new MetricRegistry();
        var family = registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("x")] });
        for (var i = 0; i < 1000; i++)
            family.With($"{i}").Inc();
        using var rendered = await new Exposer(registry).RenderGzipAsync(CsvFormat.Instance);
        rendered.IsGzip.ShouldBeTrue();
        rendered.ToString().ShouldContain("\na_total,999,1\n");
        registry.Scrape().Value("vernier_scrapes_total", ("format", "csv")).ShouldBe(1);
    }

    [Theory]
    [InlineData("text/csv", "csv")]
    [InlineData("text/csv;schema=1", "csv")]
    [InlineData("text/csv;SCHEMA=\"1\";header=present;charset=utf-8", "csv")]
    [InlineData("text/csv;schema=2", "prometheus_text")]
    [InlineData("text/csv;schema=2,text/csv;schema=1;q=0.1", "csv")]
    [InlineData("text/csv;schema=1;header=absent", "prometheus_text")]
    [InlineData("text/csv;q=0.1,text/csv;schema=1;q=0.9,text/plain;q=0.5", "csv")] // The closest entry states the weight.
    [InlineData("text/csv;q=0.9,text/csv;schema=1;q=0.1,text/plain;q=0.5", "prometheus_text")]
    [InlineData("text/csv;q=0.9,text/csv;schema=1;q=0.7,text/csv;schema=1;header=present;q=0.1,text/plain;q=0.5", "prometheus_text")]
    [InlineData("text/*", "prometheus_text")]
    [InlineData("application/openmetrics-text", "openmetrics_text")]
    [InlineData(null, "prometheus_text")]
    public void Negotiate_AddedFormat_IsChosenByItsTypeAndParameters(string? accept, string name)
    {
        var exposer = new Exposer(_registry, new ExpositionOptions { Formats = [.. ExpositionFormat.All, CsvFormat.Instance] });
        exposer.Negotiate(accept).Name.ShouldBe(name);
    }

    [Fact]
    public void Negotiate_AddedFormatFirst_IsTheDefault() =>
        ExpositionFormat.Negotiate("image/png", [CsvFormat.Instance, ExpositionFormat.PrometheusText]).ShouldBeSameAs(CsvFormat.Instance);

    [Fact]
    public void Negotiate_NoFormats_Throws() => Should.Throw<ArgumentException>(() => ExpositionFormat.Negotiate("*/*", []));

    [Fact]
    public void ContentType_NotGiven_IsMadeOfTypeAndParameters()
    {
        var format = new ExpositionFormat("proto", "application/vnd.google.protobuf", (_, _) => throw new NotSupportedException())
        {
            Parameters = [new("proto", "io.prometheus.client.MetricFamily"), new("encoding", "delimited")],
        };
        format.ContentType.ShouldBe("application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited");
        new ExpositionFormat("plain", "text/x", (_, _) => throw new NotSupportedException()).ContentType.ShouldBe("text/x");
    }

    [Fact]
    public void Constructor_InvalidArguments_Throws()
    {
        Should.Throw<ArgumentException>(() => new ExpositionFormat("", "text/x", (_, _) => throw new NotSupportedException()));
        Should.Throw<ArgumentException>(() => new ExpositionFormat("x", "", (_, _) => throw new NotSupportedException()));
        Should.Throw<ArgumentNullException>(() => new ExpositionFormat("x", "text/x", null!));
    }
}
