using BenchmarkDotNet.Attributes;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Instruments;

/// <summary>Lookups of a counter by its labels.</summary>
[MemoryDiagnoser]
public class LabeledCounterBenchmarks
{
    private static readonly string[] Names = ["tenant", "route", "method"];

    private readonly CounterFamily<RequestLabels> _byStrings;
    private readonly CounterFamily _byPlainStrings;
    private readonly CounterFamily<OrderLabels> _byEnums;
    private readonly Counter _child;
    private readonly RequestLabels _same;
    private readonly RequestLabels _equal;
    private readonly OrderLabels _order = new(PaymentMethod.Voucher, OrderOutcome.Declined);

    public LabeledCounterBenchmarks()
    {
        var registry = new MetricRegistry();
        _byStrings = registry.Counter<RequestLabels>("typed_total", "By a label set of strings.");
        _byPlainStrings = registry.CounterFamily(new CounterDefinition("plain_total", "By names.") { Labels = [.. Names.Select(name => new LabelDefinition(name))] });
        _byEnums = registry.Counter<OrderLabels>("closed_total", "By a label set of enums.");
        var same = LookUp.BySameStrings();
        foreach (var labels in same.Existing)
        {
            _byStrings.With(labels);
            _byPlainStrings.With(labels.Tenant, labels.Route, labels.Method);
        }
        _same = same.Wanted;
        _equal = LookUp.ByEqualStrings().Wanted;
        _child = _byStrings.With(_same);
    }

    [Benchmark(Baseline = true)]
    public void Cached() => _child.Inc();

    [Benchmark]
    public void Enums() => _byEnums.With(_order).Inc();

    [Benchmark]
    public void SameStrings() => _byStrings.With(_same).Inc();

    [Benchmark]
    public void EqualStrings() => _byStrings.With(_equal).Inc();

    [Benchmark]
    public void PlainStrings() => _byPlainStrings.With(_same.Tenant, _same.Route, _same.Method).Inc();
}
