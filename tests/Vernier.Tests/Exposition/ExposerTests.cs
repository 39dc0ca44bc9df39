using System.Text;
using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Exposition;

public class ExposerTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();
    private readonly CountingSegmentPool _pool = new();
    private readonly MetricsRenderer _renderer;
    private readonly Exposer _exposer;

    public ExposerTests()
    {
        _renderer = new MetricsRenderer(_registry, null, _pool);
        _exposer = new Exposer(_renderer);
        _registry.Counter("a_total", "Help.").Inc();
        _registry.Histogram("h", "Help.").Observe(1);
    }

    public static TheoryData<string> Formats => [.. ExpositionFormat.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Render_AnyFormat_IsTheSameInAllWays(string name)
    {
        var format = ExpositionFormat.All.Single(f => f.Name == name);
        using var rendered = _renderer.Render(format);
        using var later = await _exposer.RenderAsync(format);
        var text = rendered.ToString();
        text.ShouldBe(_registry.ToText(format));
        later.ToString().ShouldBe(text);
        rendered.Format.ShouldBe(format);
        rendered.Length.ShouldBe(Encoding.UTF8.GetByteCount(text));
        using var stream = new MemoryStream();
        await rendered.CopyToAsync(stream);
        stream.ToArray().ShouldBe(Encoding.UTF8.GetBytes(text));
        rendered.Content.Length.ShouldBe(rendered.Length);
    }

    [Fact]
    public async Task Render_NamesWhileFamiliesAreRegistered_ShowsTheirFamilies()
    {
        var registering = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
                _registry.Counter($"other_{i}_total", "Help.");
        }, TestContext.Current.CancellationToken);
        var names = new HashSet<string> { "a_total", "h_bucket" };
        do
        {
            using var rendered = _renderer.Render(ExpositionFormat.PrometheusText, names);
            var text = rendered.ToString();
            text.ShouldContain("a_total 1\n");
            text.ShouldContain("h_count 1\n");
            text.ShouldNotContain("other_");
        }
        while (!registering.IsCompleted);
        await registering;
    }

    [Fact]
    public async Task CopyToAsync_Canceled_Throws()
    {
        using var rendered = _renderer.Render(ExpositionFormat.PrometheusText);
        using var stream = new MemoryStream();
        await Should.ThrowAsync<OperationCanceledException>(rendered.CopyToAsync(stream, new CancellationToken(canceled: true)));
        stream.Length.ShouldBe(0);
    }

    [Fact]
    public void Render_SelfMetrics_MeasureTheCallbacksAndTheText()
    {
        var time = new ManualTime();
        var registry = new MetricRegistry(new MetricRegistryOptions { TimeProvider = time });
        registry.GaugeCallback(new GaugeDefinition("slow", "Help."), () =>
        {
            time.Advance(TimeSpan.FromSeconds(3));
            return 1;
        });
        using var first = new MetricsRenderer(registry).Render(ExpositionFormat.PrometheusText);
        var read = registry.Scrape();
        read.Value("vernier_scrape_duration_seconds_sum").ShouldBe(3);
        read.Value("vernier_scrape_bytes_total").ShouldBe(first.Length);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Render_SeriesOfCallbacks_HaveNoCreatedSeries(string name)
    {
        _registry.CounterCallback(new CounterDefinition("called_total", "Help."), () => 5);
        var text = _registry.Text(ExpositionFormat.All.Single(f => f.Name == name), createdSeries: true);
        text.ShouldContain("a_created ");
        text.ShouldContain("called_total 5");
        text.ShouldNotContain("called_created");
    }

    [Fact]
    public async Task Render_Names_ShowsOnlyTheirFamilies()
    {
        HashSet<string> names = ["h_bucket"];
        using var rendered = _renderer.Render(ExpositionFormat.PrometheusText, names);
        using var later = await _exposer.RenderAsync(ExpositionFormat.PrometheusText, names);
        PrometheusTextParser.Parse(rendered.ToString()).Families.ShouldHaveSingleItem().Name.ShouldBe("h");
        later.ToString().ShouldBe(rendered.ToString());
    }

    [Fact]
    public void Render_UnknownNames_IsAnEmptyButValidBody()
    {
        HashSet<string> names = ["unknown"];
        using var text = _renderer.Render(ExpositionFormat.PrometheusText, names);
        using var openMetrics = _renderer.Render(ExpositionFormat.OpenMetrics, names);
        text.ToString().ShouldBe("");
        openMetrics.ToString().ShouldBe("# EOF\n");
        OpenMetricsParser.Parse(openMetrics.ToString()).Families.ShouldBeEmpty();
    }

    [Fact]
    public void Render_ManySegments_IsComplete()
    {
        var family = _registry.CounterFamily(new CounterDefinition("many_total", "Help.") { Labels = [new("x"), new("y")] });
        string large = new('x', 70_000); // Longer than a segment.
        for (var i = 0; i < 20_000; i++)
            family.With($"{i}", "short").Inc(i);
        family.With(large, "long").Inc();
        foreach (var format in ExpositionFormat.All)
        {
            using var rendered = _renderer.Render(format);
            rendered.Length.ShouldBeGreaterThan(10 * 64 * 1024);
            var parsed = format == ExpositionFormat.OpenMetrics ? OpenMetricsParser.Parse(rendered.ToString()) : PrometheusTextParser.Parse(rendered.ToString());
            parsed.Samples.Count(s => s.Name == "many_total").ShouldBe(20_001);
            parsed.Value("many_total", ("x", "12345"), ("y", "short")).ShouldBe(12345);
            parsed.Value("many_total", ("x", large), ("y", "long")).ShouldBe(1);
        }
    }

    [Fact]
    public void Render_CreatedSeriesOfMoreThanASegment_AreComplete()
    {
        var family = _registry.CounterFamily(new CounterDefinition("many_total", "Help.") { Labels = [new("x")] });
        for (var i = 0; i < 5000; i++)
            family.With($"{i}").Inc(i);
        var text = _registry.Text(ExpositionFormat.PrometheusText, createdSeries: true);
        PrometheusTextParser.Parse(text).Family("many_created").Samples.Count.ShouldBe(5000);
    }

    [Fact]
    public void Content_AfterDispose_Throws()
    {
        var rendered = _renderer.Render(ExpositionFormat.PrometheusText);
        rendered.Dispose();
        rendered.Dispose();
        Should.Throw<ObjectDisposedException>(() => rendered.Content.Length);
        Should.Throw<ObjectDisposedException>(() => rendered.Length);
        Should.Throw<ObjectDisposedException>(() => rendered.ToString());
    }

    [Fact]
    public void Render_Disposed_ReturnsTheMemory()
    {
        using (_renderer.Render(ExpositionFormat.OpenMetrics))
            _pool.Outstanding.ShouldBe(1);
        _pool.Outstanding.ShouldBe(0);
        new MetricsRenderer(_registry, new ExpositionOptions { CreatedSeries = true }, _pool).Render(ExpositionFormat.PrometheusText).Dispose();
        _pool.Outstanding.ShouldBe(0);
    }

    [Fact]
    public async Task Render_Nulls_Throw()
    {
        Should.Throw<ArgumentNullException>(() => new Exposer((MetricRegistry)null!));
        Should.Throw<ArgumentNullException>(() => new MetricsRenderer(null!));
        Should.Throw<ArgumentNullException>(() => _renderer.RenderGzip(null!));
        Should.Throw<ArgumentNullException>(() => _renderer.Render(null!));
        await Should.ThrowAsync<ArgumentNullException>(() => _exposer.RenderAsync(null!));
    }

    [Fact]
    public void Formats_Properties_MatchTheSpecifications()
    {
        ExpositionFormat.PrometheusText.ContentType.ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        ExpositionFormat.OpenMetrics.ContentType.ShouldBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
        ExpositionFormat.OpenMetrics.MediaType.ShouldBe("application/openmetrics-text");
        ExpositionFormat.OpenMetrics.Parameters.ShouldBe([new("version", "1.0.0")]);
    }
}
