namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>Three labels with arbitrary values.</summary>
internal readonly record struct RequestLabels(string Tenant, string Route, string Method);

/// <summary>Two labels with arbitrary values.</summary>
internal readonly record struct RouteLabels(string Tenant, string Route);

/// <summary>Two labels with enum values.</summary>
internal readonly record struct OrderLabels(PaymentMethod Payment, OrderOutcome Outcome);

/// <summary>Two labels with enum values and one with any value.</summary>
internal readonly record struct MixedLabels(PaymentMethod Payment, OrderOutcome Outcome, string Country);

/// <summary>The payment method of an order.</summary>
internal enum PaymentMethod
{
    Card,
    Invoice,
    Voucher,
    Cash,
}

/// <summary>The outcome of an order.</summary>
internal enum OrderOutcome
{
    Placed,
    Declined,
    Failed,
}
