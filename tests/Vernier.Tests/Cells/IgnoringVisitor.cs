using Vernier.Families;

namespace Vernier.Tests.Cells;

/// <summary>Ignores everything, for visitors that need little.</summary>
internal abstract class IgnoringVisitor : ICollectionVisitor
{
    public virtual void Counter(Series series, double value, Exemplar? exemplar)
    {
    }

    public virtual void Histogram(Series series, in HistogramSnapshot snapshot)
    {
    }

    public void BeginFamily(MetricFamily family)
    {
    }

    public void Gauge(Series series, double value)
    {
    }

    public void Summary(Series series, in SummarySnapshot snapshot)
    {
    }

    public void Info(Series series)
    {
    }

    public void StateSet(Series series, in StateSetSnapshot snapshot)
    {
    }

    public void EndFamily(MetricFamily family)
    {
    }
}
