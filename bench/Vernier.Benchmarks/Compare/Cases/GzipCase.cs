using System.Buffers;
using System.IO.Compression;
using Vernier.Benchmarks.Compare.Contestants;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Benchmarks.Compare.Report;
using Vernier.Exposition;

namespace Vernier.Benchmarks.Compare.Cases;

/// <summary>A large scrape over HTTP, compressed, against nothing but compressing it.</summary>
internal sealed class GzipCase() : Case(11)
{
    public override IReadOnlyList<Row> Run(Effort effort)
    {
        var population = ScrapeCase.PopulationFor(effort);
        using var filled = new VernierLibrary();
        filled.Fill(population);
        using var server = new ScrapeServer(filled.Registry);
        using var text = new MetricsRenderer(filled.Registry).Render(ExpositionFormat.PrometheusText);

        using var contest = Contest.OnOneThread(library => library.Contestant == Contestant.Vernier ? Scrape(server) : null);
        contest.AddReference(new SingleThread(Compress(text.Content)));
        return
        [
            new("11", $"scrape of {population.Lines:N0} lines by gzip over Kestrel on loopback", [Figure.Milliseconds], contest.Run(effort))
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
            foreach (var piece in text)
                gzip.Write(piece.Span);
        }
    };
}
