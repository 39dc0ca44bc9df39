using System.Buffers;
using System.IO.Compression;
using System.Text;
using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.Tests.Exposition;

/// <summary>Texts that are compressed while they are written. Alone in its collection, because it watches a pool that all share.</summary>
[Collection(nameof(GzipTests))]
[CollectionDefinition(nameof(GzipTests), DisableParallelization = true)]
public sealed class GzipTests
{
    private const int SegmentSize = 64 * 1024;

    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Theory]
    [InlineData(2000)] // One segment: compressed by the thread that writes.
    [InlineData(50_000)]
    [InlineData(80_000)]
    [InlineData(5_000_000)]
    public async Task RenderGzipAsync_TextsOfAnyLength_UnpackToTheText(int length)
    {
        Fill(length);
        var exposer = new Exposer(_registry);
        using var text = exposer.Render(ExpositionFormat.PrometheusText);
        var watch = new PoolWatch();
        using (var packed = await exposer.RenderGzipAsync(ExpositionFormat.PrometheusText))
        {
            packed.IsGzip.ShouldBeTrue();
            packed.Length.ShouldBeLessThan(text.Length / 2);
            Unpack(packed).ShouldBe(text.ToString());
            packed.ToString().ShouldBe(text.ToString());
        }

        watch.Outstanding.ShouldBe(0);
    }

    [Fact]
    public async Task RenderGzipAsync_LessThanAKibibyte_StaysText()
    {
        var exposer = new Exposer(_registry);
        foreach (var length in (int[])[0, 500])
        {
            Fill(length);
            using var packed = await exposer.RenderGzipAsync(ExpositionFormat.PrometheusText, new HashSet<string> { "filled_total" });
            packed.IsGzip.ShouldBeFalse();
            packed.Length.ShouldBe(packed.ToString().Length);
        }
    }

    [Fact]
    public async Task RenderGzipAsync_AndText_HaveRunsOfTheirOwn()
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

    [Fact]
    public async Task RenderGzipAsync_WritingFailsAfterSomeSegments_ThrowsAndGivesBackTheMemory()
    {
        Fill(500_000);
        var watch = new PoolWatch();
        var compressor = new GzipCompressor();
        await Should.ThrowAsync<InvalidDataException>(async () =>
        {
            using var output = new SegmentWriter(compressor.Take);
            await using (compressor)
            {
                output.Write(new byte[10 * SegmentSize]);
                for (var i = 0; i < 10; i++)
                    output.Write(new byte[SegmentSize / 2]);
                throw new InvalidDataException();
            }
        });
        watch.Outstanding.ShouldBe(0);
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
}
