using Vernier.Families;

namespace Vernier.AspNetCore.Tests.Support;

/// <summary>A family that breaks while it is written, which no family of the library does: nothing else makes a scrape fail.</summary>
internal sealed class UnwritableFamily : MetricFamily
{
    private UnwritableFamily(MetricDefinition definition, FamilySettings settings)
        : base(definition, settings)
    {
    }

    public override int SeriesCount => 1;

    public static MetricRegistry Registry()
    {
        var registry = new MetricRegistry();
        registry.GetOrAdd(new GaugeDefinition("unwritable", "Breaks."), (definition, settings) => new UnwritableFamily(definition, settings));
        return registry;
    }

    internal override void Collect(ICollectionVisitor visitor) => throw new InvalidOperationException("the reason");

    internal override Series Touch(Series series) => series;

    internal override TResult UnderLock<TSeries, TResult>(TSeries series, Func<TSeries, TResult> action) => action(series);
}
