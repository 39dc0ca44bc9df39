namespace Vernier.Families;

/// <summary>
/// Receives the families of a registry, one after the other, in the one walk from which everything that leaves the process is made: each
/// exposition format, each push protocol and each test implements it. A walk calls it from one thread.
/// </summary>
public interface IFamilyVisitor
{
    /// <summary>A family begins; its series follow. Families without series are left out.</summary>
    /// <param name="family">The family.</param>
    void BeginFamily(MetricFamily family);

    /// <summary>A series of a counter.</summary>
    /// <param name="series">The series.</param>
    /// <param name="value">The value, never negative, never NaN.</param>
    /// <param name="exemplar">The exemplar of the last recording that had one; null without.</param>
    void Counter(Series series, double value, Exemplar? exemplar);

    /// <summary>A series of a gauge.</summary>
    /// <param name="series">The series.</param>
    /// <param name="value">The value; may be NaN or infinite.</param>
    void Gauge(Series series, double value);

    /// <summary>A series of a histogram.</summary>
    /// <param name="series">The series.</param>
    /// <param name="snapshot">Its buckets and sum at one moment; valid during the call.</param>
    void Histogram(Series series, in HistogramSnapshot snapshot);

    /// <summary>A series of a summary.</summary>
    /// <param name="series">The series.</param>
    /// <param name="snapshot">Its quantiles, sum and count at one moment; valid during the call.</param>
    void Summary(Series series, in SummarySnapshot snapshot);

    /// <summary>A series of an info metric; its value is 1.</summary>
    /// <param name="series">The series.</param>
    void Info(Series series);

    /// <summary>A series of a state set.</summary>
    /// <param name="series">The series.</param>
    /// <param name="snapshot">Which of its states are on; valid during the call.</param>
    void StateSet(Series series, in StateSetSnapshot snapshot);

    /// <summary>The family's last series was visited.</summary>
    /// <param name="family">The family.</param>
    void EndFamily(MetricFamily family);
}
