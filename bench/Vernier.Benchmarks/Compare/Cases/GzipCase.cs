using System.Buffers;
using System.IO.Compression;
using Vernier.Benchmarks.Compare.Libraries;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Exposition;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>A large compressed scrape over HTTP, compared with the compression alone.</summary>
internal sealed class GzipCase() : Case(11)
{
    public override IReadOnlyList<Row> Run(RunSettings settings)
    {
        var population = ScrapeCase.PopulationFor(settings);
        using var filled = new VernierLibrary();
        filled.Fill(population);
        using var server = new ScrapeServer(filled.Registry);
        using var text = new MetricsRenderer(filled.Registry).Render(ExpositionFormat.PrometheusText);

        using var run = InterleavedRun.OnOneThread(library => library.Kind == LibraryKind.Vernier ? Scrape(server) : null);
        run.AddReference(new SingleThread(Compress(text.Content)));
        return
        [
            new("11", $"scrape of {population.Lines:N0} lines with gzip over Kestrel on loopback", [Figure.Milliseconds], run.Run(settings))
            {
                ReferenceName = "compressing the same bytes with CompressionLevel.Fastest",
            },
        ];
    }

    private static Action<int> Scrape(ScrapeServer server) => count =>
    {
        for (var i = 0; i < count; i++)
            server.Scrape();
    };

    private static Action<int> Compress(ReadOnlySequence<byte> text) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            using var gzip = new GZipStream(Stream.Null, CompressionLevel.Fastest);
            foreach (var segment in text)
                gzip.Write(segment.Span);
        }
    };
}
