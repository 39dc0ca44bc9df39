namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>What became of an order.</summary>
internal enum OrderOutcome
{
    Placed,
    Declined,
    Failed,
}
