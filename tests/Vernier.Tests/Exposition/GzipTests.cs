using System.Buffers;
using System.IO.Compression;
using System.Text;
using Vernier.Exposition;
using Vernier.Families;
using Vernier.Testing;

namespace Vernier.Tests.Exposition;

/// <summary>Outputs that are compressed while they are written.</summary>
public sealed class GzipTests
{
    private const int SegmentSize = 64 * 1024;

    private readonly MetricRegistry _registry = Scraping.NewRegistry();
    private readonly CountingSegmentPool _pool = new();

    [Theory]
    [InlineData(2000)] // One segment: compressed by the writer's thread.
    [InlineData(50_000)]
    [InlineData(80_000)]
    [InlineData(5_000_000)]
    public void RenderGzip_TextsOfAnyLength_DecompressToTheText(int length)
    {
        Fill(length);
        var renderer = new MetricsRenderer(_registry, null, _pool);
        using var text = new MetricsRenderer(_registry).Render(ExpositionFormat.PrometheusText);
        using (var packed = renderer.RenderGzip(ExpositionFormat.PrometheusText))
        {
            packed.IsGzip.ShouldBeTrue();
            packed.Length.ShouldBeLessThan(text.Length / 2);
            Unpack(packed).ShouldBe(text.ToString());
            packed.ToString().ShouldBe(text.ToString());
        }

        _pool.Outstanding.ShouldBe(0);
    }

    [Fact]
    public void RenderGzip_LessThanAKibibyte_IsNotCompressed()
    {
        var renderer = new MetricsRenderer(_registry);
        foreach (var length in (int[])[0, 500])
        {
            Fill(length);
            using var packed = renderer.RenderGzip(ExpositionFormat.PrometheusText, new HashSet<string> { "filled_total" });
            packed.IsGzip.ShouldBeFalse();
            packed.Length.ShouldBe(packed.ToString().Length);
        }
    }

    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    public void RenderGzip_AroundAKibibyte_IsCompressedFromThere(int length, bool compressed)
    {
        const string Frame = "# HELP a \n# TYPE a gauge\na 0\n";
        _registry.Gauge("a", new string('x', length - Frame.Length));
        var renderer = new MetricsRenderer(_registry);
        using var text = renderer.Render(ExpositionFormat.PrometheusText);
        text.Length.ShouldBe(length);
        using var packed = renderer.RenderGzip(ExpositionFormat.PrometheusText);
        packed.IsGzip.ShouldBe(compressed);
    }

    [Fact]
    public async Task RenderGzipAsync_AndText_AreRenderedSeparately()
    {
        Fill(10_000);
        var exposer = new Exposer(_registry);
        Task<RenderedMetrics>[] runs = [.. Enumerable.Range(0, 50).Select(i =>
            i % 2 == 0 ? exposer.RenderGzipAsync(ExpositionFormat.PrometheusText) : exposer.RenderAsync(ExpositionFormat.PrometheusText))];
        for (var i = 0; i < runs.Length; i++)
        {
            using var rendered = await runs[i];
            rendered.IsGzip.ShouldBe(i % 2 == 0);
            rendered.ToString().ShouldContain("filled_total");
        }
    }

    // All threads of the pool may be waiting for renderings; the compression must not wait for one of them.
    [Fact]
    public async Task RenderGzip_ManyAtOnce_AllEnd()
    {
        Fill(200_000);
        var renderer = new MetricsRenderer(_registry);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => renderer.RenderGzip(ExpositionFormat.PrometheusText).Dispose())));
    }

    [Fact]
    public void RenderGzip_WritingFailsAfterSomeSegments_ThrowsAndReturnsTheMemory()
    {
        var format = new ExpositionFormat("failing", "text/failing", (output, _) => new FailingWriter(output));
        _registry.Gauge("a", "Help.");
        var renderer = new MetricsRenderer(_registry, null, _pool);
        Should.Throw<InvalidDataException>(() => renderer.RenderGzip(format));
        _pool.Outstanding.ShouldBe(0);
        Should.Throw<InvalidDataException>(() => renderer.Render(format));
        _pool.Outstanding.ShouldBe(0);
    }

    [Fact]
    public void Finish_CompressionFailed_ThrowsTheFailureAndCanBeDisposed()
    {
        var compressor = new GzipCompressor(new FailingPool());
        using var output = new SegmentWriter(_pool, compressor.Add);
        var incompressible = new byte[SegmentSize];
        new Random(1).NextBytes(incompressible);
        for (var i = 0; i < 4; i++)
            output.Write(incompressible);
        Should.Throw<InvalidDataException>(() => compressor.Finish(output.CloseLast()!));
        Should.NotThrow(compressor.Dispose);
    }

    private void Fill(int length)
    {
        var family = _registry.CounterFamily(new CounterDefinition("filled_total", "Help.") { Labels = [new("x")] });
        for (var i = 0; i < length / 36; i++)
            family.With($"a value {i:D6}").Inc(i);
    }

    private static string Unpack(RenderedMetrics packed)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(packed.Content.ToArray()), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Fails once.</summary>
    private sealed class FailingPool() : SegmentPool(TimeProvider.System)
    {
        private int _rented;

        public override OutputSegment Rent(int size) => Interlocked.Increment(ref _rented) == 1 ? throw new InvalidDataException("failed") : base.Rent(size);
    }

    private sealed class FailingWriter(IBufferWriter<byte> output) : ICollectionVisitor
    {
        public void BeginFamily(MetricFamily family)
        {
            for (var i = 0; i < 10; i++)
                output.Write(new byte[SegmentSize / 2]);
            output.Write(new byte[10 * SegmentSize]);
            throw new InvalidDataException();
        }

        public void Counter(Series series, double value, Exemplar? exemplar) => throw new NotSupportedException();

        public void Gauge(Series series, double value) => throw new NotSupportedException();

        public void Histogram(Series series, in HistogramSnapshot snapshot) => throw new NotSupportedException();

        public void Summary(Series series, in SummarySnapshot snapshot) => throw new NotSupportedException();

        public void Info(Series series) => throw new NotSupportedException();

        public void StateSet(Series series, in StateSetSnapshot snapshot) => throw new NotSupportedException();

        public void EndFamily(MetricFamily family) => throw new NotSupportedException();
    }
}
