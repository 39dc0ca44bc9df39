#if PROMETHEUS_NET
using Prometheus;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>Registration, look-ups and removal.</summary>
internal sealed partial class PrometheusNetLibrary
{
    public override Action<int> IncByMixed(MixedLabels labels)
    {
        var family = Factory.CreateCounter("compare_mixed_total", "Orders by country.", ["payment", "outcome", "country"]);
        var texts = (Payment: labels.Payment.ToString(), Outcome: labels.Outcome.ToString(), labels.Country);
        foreach (var country in LabelData.Countries)
            family.WithLabels(texts.Payment, texts.Outcome, country).Inc();
        return count =>
        {
            var local = family;
            (var payment, var outcome, var country) = texts;
            for (var i = 0; i < count; i++)
                local.WithLabels(payment, outcome, country).Inc();
        };
    }

    public override Action<int> Register(string[] names) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            var factory = Metrics.WithCustomRegistry(Metrics.NewCustomRegistry());
            foreach (var name in names)
                factory.CreateCounter(name, "A counter.");
        }
    };

    public override Action<int> GetRegistered(string[] names, string wanted)
    {
        var factory = Metrics.WithCustomRegistry(Metrics.NewCustomRegistry());
        foreach (var name in names)
            factory.CreateCounter(name, "A counter.");
        return count =>
        {
            var local = factory;
            for (var i = 0; i < count; i++)
                local.CreateCounter(wanted, "A counter.");
        };
    }

    public override Action<int> CreateAndRemove(RequestLabels[] counters) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            var family = Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()).CreateCounter("compare_requests_total", "Requests.", RequestNames);
            var created = new List<Prometheus.Counter.Child>(counters.Length);
            foreach ((var tenant, var route, var method) in counters)
                created.Add(family.WithLabels(tenant, route, method));
            foreach (var child in created)
                child.Remove();
        }
    };

    public override Action<int> Scrape(ScatteredPopulation population)
    {
        var registry = Metrics.NewCustomRegistry();
        var factory = Metrics.WithCustomRegistry(registry);
        Prometheus.Counter[] families = [.. Enumerable.Range(0, population.Families).Select(i => factory.CreateCounter(ScatteredPopulation.NameOf(i), "Requests.", RequestNames))];
        population.Create((family, labels, value) => families[family].WithLabels(labels.Tenant, labels.Route, labels.Method).Inc(value));
        return count =>
        {
            for (var i = 0; i < count; i++)
                registry.CollectAndExportAsTextAsync(Stream.Null, ExpositionFormat.PrometheusText).GetAwaiter().GetResult();
        };
    }
}
#endif
