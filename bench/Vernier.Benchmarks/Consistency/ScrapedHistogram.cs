using System.Buffers;
using System.Diagnostics;
using Vernier.Benchmarks.Compare.Measuring;
using Vernier.Exposition;

namespace Vernier.Benchmarks.Consistency;

/// <summary>A histogram that many threads record to, while one thread alternates between scrapes back to back and doing nothing.</summary>
internal sealed class ScrapedHistogram
{
    private const int Phases = 50;
    private const int Burst = 100;
    private const int WarmUp = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly SetUp _setUp;
    private readonly ConsistencyResult _result;
    private readonly Histogram _histogram;
    private readonly MetricsRenderer _renderer;
    private readonly byte[] _text = new byte[4096];
    private double _lastCount;
    private bool _isScraping;

    /// <param name="setUp">How the threads compete for the processors.</param>
    /// <param name="writers">The number of threads, half of which have the idle priority.</param>
    public ScrapedHistogram(SetUp setUp, int writers)
    {
        _setUp = setUp;
        _result = new ConsistencyResult(writers);
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false });
        _histogram = registry.Histogram("consistency_values", "Values.", ExposedHistogram.Values);
        _renderer = new MetricsRenderer(registry);
    }

    /// <summary>Scrapes this many times, and checks each scrape.</summary>
    public ConsistencyResult Run(int scrapes)
    {
        Durations[] quiet = [.. Enumerable.Range(0, _result.WriterCount).Select(_ => new Durations())];
        Durations[] scraped = [.. quiet.Select(_ => new Durations())];
        for (var i = 0; i < WarmUp; i++)
            Check(Exposed());
        using (new BackgroundThreads(_result.WriterCount, i => Writer(i, quiet[i], scraped[i])))
        {
            // The priority cannot be restored, so the thread must end.
            var scraper = new Thread(() => Scrape(scrapes));
            scraper.Start();
            scraper.Join();
        }
        foreach (var writer in quiet)
            _result.Quiet.Add(writer);
        foreach (var writer in scraped)
            _result.Scraped.Add(writer);
        _result.Total = (_result.Quiet.Count + _result.Scraped.Count, Exposed().Count);
        return _result;
    }

    private Action Writer(int number, Durations quiet, Durations scraped)
    {
        var isIdle = number % 2 == 0;
        if (isIdle)
            IdlePriority.SetForCurrentThread();
        var pause = _setUp.Pace && !isIdle ? new ManualResetEventSlim(false, spinCount: 0) : null;
        return () =>
        {
            var durations = Volatile.Read(ref _isScraping) ? scraped : quiet;
            for (var i = 0; i < Burst; i++)
            {
                var start = Stopwatch.GetTimestamp();
                _histogram.Observe(ExposedHistogram.Values[i % ExposedHistogram.Values.Length]);
                durations.AddSince(start);
            }
            pause?.Wait(Pause);
        };
    }

    private void Scrape(int scrapes)
    {
        if (_setUp.ScraperNice != 0)
            NicePriority.SetForCurrentThread(_setUp.ScraperNice);
        for (var phase = 0; phase < Phases; phase++)
        {
            var begin = Stopwatch.GetTimestamp();
            Volatile.Write(ref _isScraping, true);
            for (var i = (long)scrapes * phase / Phases; i < (long)scrapes * (phase + 1) / Phases; i++)
            {
                var start = Stopwatch.GetTimestamp();
                var histogram = Exposed();
                _result.Scrapes.AddSince(start);
                if (Stopwatch.GetElapsedTime(start) > ConsistencyRun.Limit)
                    _result.TooLong++;
                Check(histogram);
            }
            Volatile.Write(ref _isScraping, false);
            DoNothing(Stopwatch.GetElapsedTime(begin));
        }
    }

    private ExposedHistogram Exposed()
    {
        using var rendered = _renderer.Render(ExpositionFormat.PrometheusText);
        rendered.Content.CopyTo(_text);
        return new ExposedHistogram(_text.AsSpan(0, (int)rendered.Length));
    }

    private void Check(ExposedHistogram histogram)
    {
        if (!histogram.IsConsistent || histogram.Count < _lastCount)
        {
            _result.Inconsistent++;
            _result.Example ??= histogram.ToString();
        }
        _lastCount = histogram.Count;
    }

    /// <summary>Reads the clock for some time, so that the thread uses as much of a processor as during scrapes. The scheduler causes long pauses between the readings.</summary>
    private void DoNothing(TimeSpan duration)
    {
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < duration)
        {
            var start = Stopwatch.GetTimestamp();
            _result.Pauses.AddSince(start);
            if (Stopwatch.GetElapsedTime(start) > ConsistencyRun.Limit)
                _result.TooLongPauses++;
        }
    }
}
