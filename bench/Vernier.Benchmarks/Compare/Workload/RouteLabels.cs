namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>Two labels with open values.</summary>
internal readonly record struct RouteLabels(string Tenant, string Route);
