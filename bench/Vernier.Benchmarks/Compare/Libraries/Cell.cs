namespace Vernier.Benchmarks.Compare.Libraries;

/// <summary>A field on the heap.</summary>
internal sealed class Cell
{
    public PaddedDouble Padded;
}
