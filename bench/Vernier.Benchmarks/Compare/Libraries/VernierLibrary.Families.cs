using Vernier.Benchmarks.Compare.Workload;
using Vernier.Exposition;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>Registration, look-ups, removal and expiry.</summary>
internal sealed partial class VernierLibrary
{
    private static readonly CounterDefinition<MixedLabels> MixedOrders = new("compare_mixed_total", "Orders by country.");
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(15);

    /// <summary>The counters are recorded to once in this number of scrapes.</summary>
    private const int ScrapesPerRecording = 20;

    public override Action<int> IncByMixed(MixedLabels labels)
    {
        var family = Registry.Counter(MixedOrders);
        foreach (var country in LabelData.Countries)
            family.With(labels with { Country = country }).Inc();
        return count =>
        {
            var local = family;
            (var payment, var outcome, var country) = labels;
            for (var i = 0; i < count; i++)
                local.With(new(payment, outcome, country)).Inc();
        };
    }

    public override Action<int> IncInFullFamily(LookUp lookUp)
    {
        var family = Registry.Counter(Requests with { MaxSeries = lookUp.Existing.Count - 1 });
        foreach (var existing in lookUp.Existing)
            family.With(existing).Inc();
        var unknown = lookUp.Wanted with { Tenant = "unknown-tenant" };
        return count =>
        {
            var local = family;
            (var tenant, var route, var method) = unknown;
            for (var i = 0; i < count; i++)
                local.With(new(tenant, route, method)).Inc();
        };
    }

    public override Action<int> Register(string[] names) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            var registry = NewRegistry();
            foreach (var name in names)
                registry.Counter(name, "A counter.");
        }
    };

    public override Action<int> GetRegistered(string[] names, string wanted)
    {
        var registry = NewRegistry();
        foreach (var name in names)
            registry.Counter(name, "A counter.");
        return count =>
        {
            var local = registry;
            for (var i = 0; i < count; i++)
                local.Counter(wanted, "A counter.");
        };
    }

    public override Action<int> CreateAndRemove(RequestLabels[] counters)
    {
        var limited = new CounterDefinition("compare_requests_total", "Requests.")
        {
            Labels = [new("tenant") { MaxValues = counters.Length }, new("route") { MaxValues = counters.Length }, new("method")],
        };
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                var family = NewRegistry().CounterFamily(limited);
                foreach ((var tenant, var route, var method) in counters)
                    family.With(tenant, route, method);
                foreach ((var tenant, var route, var method) in counters)
                    family.Remove(tenant, route, method);
            }
        };
    }

    public override Action<int> Scrape(ScatteredPopulation population)
    {
        var registry = NewRegistry();
        CounterFamily<RequestLabels>[] families =
            [.. Enumerable.Range(0, population.Families).Select(i => registry.Counter<RequestLabels>(ScatteredPopulation.NameOf(i), "Requests."))];
        population.Create((family, labels, value) => families[family].With(labels).Inc(value));
        var renderer = new MetricsRenderer(registry);
        CheckLines(population.Lines, renderer, ExpositionFormat.PrometheusText);
        return count =>
        {
            for (var i = 0; i < count; i++)
                renderer.Render(ExpositionFormat.PrometheusText).Dispose();
        };
    }

    /// <summary>
    /// Scrapes counters every 15 seconds of a simulated clock. Recording to all of them before they expire is part of the measurement with and without
    /// expiry.
    /// </summary>
    /// <param name="population">The series.</param>
    /// <param name="expireAfter">The time after which idle series expire; null for no expiry.</param>
    public static Action<int> ScrapeWithExpiry(Population population, TimeSpan? expireAfter)
    {
        var time = new SimulatedTime();
        var registry = new MetricRegistry(new MetricRegistryOptions { MaxSeriesPerFamily = 0, SelfMetrics = false, TimeProvider = time });
        var family = registry.Counter(Requests with { ExpireAfter = expireAfter });
        Counter[] counters = [.. population.Counters.Select(labels => family.With(labels))];
        var renderer = new MetricsRenderer(registry);
        var scrapes = 0;
        return count =>
        {
            for (var i = 0; i < count; i++)
            {
                if (++scrapes % ScrapesPerRecording == 0)
                {
                    foreach (var counter in counters)
                        counter.Inc();
                }
                time.Advance(ScrapeInterval);
                renderer.Render(ExpositionFormat.PrometheusText).Dispose();
            }
        };
    }
}
