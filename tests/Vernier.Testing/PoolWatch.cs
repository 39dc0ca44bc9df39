using Vernier.Exposition;

namespace Vernier.Testing;

/// <summary>Watches how many segments of the pool are out. The pool is everybody's, so nothing else may render meanwhile.</summary>
internal sealed class PoolWatch
{
    private readonly int _before = OutputSegment.Outstanding;

    /// <summary>
    /// How many segments were taken since the watch began and are not yet given back; less than 0 when one that a test before had taken came back
    /// since, by a continuation that nobody waits for.
    /// </summary>
    public int Outstanding => OutputSegment.Outstanding - _before;
}
