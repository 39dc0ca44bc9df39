namespace Vernier.Benchmarks.Compare.Contestants;

/// <summary>A field on the heap.</summary>
internal sealed class Cell
{
    public PaddedDouble Padded;
}
