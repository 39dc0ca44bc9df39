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

    /// <summary>Called once, after the last family.</summary>
    void EndCollection()
    {
    }
}
