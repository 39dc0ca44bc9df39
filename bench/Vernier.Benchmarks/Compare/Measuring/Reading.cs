namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>What one call cost on average in one batch.</summary>
internal readonly record struct Reading(double Nanoseconds, double Bytes);
