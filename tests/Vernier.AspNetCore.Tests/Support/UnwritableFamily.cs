using Vernier.Families;

namespace Vernier.AspNetCore.Tests.Support;

/// <summary>A family that fails while it is written. No family of the library does, so this is the only way to make a scrape fail.</summary>
internal sealed class UnwritableFamily : MetricFamily
{
    private UnwritableFamily(MetricDefinition definition, FamilySettings settings)
        : base(definition, settings)
    {
    }

    public override int SeriesCount => 1;

    public static MetricRegistry Registry(TimeProvider? time = null)
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { TimeProvider = time ?? TimeProvider.System });
        registry.GetOrAddFamily(new GaugeDefinition("unwritable", "Breaks."), (definition, settings) => new UnwritableFamily(definition, settings));
        return registry;
    }

    internal override void Collect(ICollectionVisitor visitor) => throw new InvalidOperationException("the reason");

    internal override Series Use(Series series) => series;
}
