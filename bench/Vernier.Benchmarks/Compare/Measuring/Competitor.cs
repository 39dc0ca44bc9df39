using Vernier.Benchmarks.Compare.Contestants;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>A contestant in one row.</summary>
internal sealed record Competitor(Contestant Contestant, Runner Runner);
