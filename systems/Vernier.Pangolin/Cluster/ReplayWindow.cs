using System.Collections;

namespace Vernier.Pangolin.Cluster;

/// <summary>
/// Accepts each number of a sender once, in almost any order, as RFC 6479 describes it: a number that is far below the highest one is rejected. Thread-safe.
/// </summary>
internal sealed class ReplayWindow
{
    /// <summary>By how much numbers can be out of order: more than the requests that a server sends concurrently.</summary>
    public const int Size = 16_384;

    private readonly Lock _lock = new();
    private readonly BitArray _seen = new(Size);
    private long _highest;

    /// <summary>Returns false if the number was accepted before, or is too old to know.</summary>
    public bool Accept(long number)
    {
        lock (_lock)
        {
            if (number <= 0 || number <= _highest - Size)
                return false;
            if (number - _highest >= Size)
                _seen.SetAll(false);
            else
                for (var i = 1; i <= number - _highest; i++)
                    _seen[(int)((_highest + i) % Size)] = false;
            _highest = Math.Max(_highest, number);
            var index = (int)(number % Size);
            if (_seen[index])
                return false;
            _seen[index] = true;
            return true;
        }
    }
}
