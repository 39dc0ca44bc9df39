namespace Vernier.Families;

/// <summary>
/// Receives one collection of a registry: its time, then each family with its series. Everything that leaves the process is produced by a
/// visitor, such as an exposition format, a push protocol or a test. A collection calls its visitor from one thread; series and families may be kept
/// after a call, snapshots may not.
/// </summary>
public interface ICollectionVisitor
{
    /// <summary>Called once, before the first family.</summary>
    /// <param name="context">What all families of the collection have in common.</param>
    void BeginCollection(CollectionContext context)
    {
    }

    /// <summary>Called before the series of a family. Families without series are skipped.</summary>
    /// <param name="family">The family.</param>
    void BeginFamily(MetricFamily family);

    /// <summary>Receives a counter.</summary>
    /// <param name="series">The series.</param>
    /// <param name="value">The value: 0 or more, never NaN.</param>
    /// <param name="exemplar">The latest exemplar; null if the series has none.</param>
    void Counter(Series series, double value, Exemplar? exemplar);

    /// <summary>Receives a gauge.</summary>
    /// <param name="series">The series.</param>
    /// <param name="value">The value; may be NaN or infinite.</param>
    void Gauge(Series series, double value);

    /// <summary>Receives a histogram with classic buckets.</summary>
    /// <param name="series">The series.</param>
    /// <param name="snapshot">Consistent buckets and sum; valid during the call.</param>
    void Histogram(Series series, in HistogramSnapshot snapshot);

    /// <summary>
    /// Receives a native histogram, with or without classic buckets. By default it is passed to <see cref="Histogram"/> as classic buckets, for
    /// consumers that do not support native histograms.
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="snapshot">Consistent buckets and sum; valid during the call.</param>
    void NativeHistogram(Series series, in NativeHistogramSnapshot snapshot) => Histogram(series, snapshot.ToClassic());

    /// <summary>Receives a summary.</summary>
    /// <param name="series">The series.</param>
    /// <param name="snapshot">Consistent quantiles, sum and count; valid during the call.</param>
    void Summary(Series series, in SummarySnapshot snapshot);

    /// <summary>Receives an info metric; its value is 1.</summary>
    /// <param name="series">The series.</param>
    void Info(Series series);

    /// <summary>Receives a state set.</summary>
    /// <param name="series">The series.</param>
    /// <param name="snapshot">The states that are on; valid during the call.</param>
    void StateSet(Series series, in StateSetSnapshot snapshot);

    /// <summary>Called after the last series of a family.</summary>
    /// <param name="family">The family.</param>
    void EndFamily(MetricFamily family);

    /// <summary>
    /// Receives a series that the previous collection of the same <see cref="Registry.CollectionConsumer"/> had and this one does not: it was
    /// removed, has expired, or its callback did not report it or failed. Called after the last family, and not at all for collections without
    /// a consumer. Ignored by default.
    /// </summary>
    /// <param name="series">The series, with its family and labels.</param>
    void Disappeared(Series series)
    {
    }

    /// <summary>Called once, at the end.</summary>
    void EndCollection()
    {
    }
}

/// <summary>What all series of one collection have in common. Immutable.</summary>
/// <param name="Time">
/// When the collection began, by the registry's clock, before any callback was called. Use it as the timestamp of all samples of the collection.
/// </param>
public sealed record CollectionContext(DateTimeOffset Time);
