namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>Two labels with closed values.</summary>
internal readonly record struct OrderLabels(PaymentMethod Payment, OrderOutcome Outcome);
