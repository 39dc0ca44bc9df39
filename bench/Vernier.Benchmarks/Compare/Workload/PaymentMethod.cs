namespace Vernier.Benchmarks.Compare.Workload;

/// <summary>How an order is paid.</summary>
internal enum PaymentMethod
{
    Card,
    Invoice,
    Voucher,
    Cash,
}
