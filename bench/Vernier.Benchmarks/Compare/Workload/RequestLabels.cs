namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>Three labels with open values.</summary>
internal readonly record struct RequestLabels(string Tenant, string Route, string Method);
