namespace Vernier.Host.Demo.LocalProvider;

/// <summary>The verdicts of the local models on work that they review: every fifth requests changes. Thread-safe.</summary>
internal sealed class Verdicts
{
    private const int Period = 5;

    private int _count;

    public string Next() => Interlocked.Increment(ref _count) % Period == 0 ? "REWORK" : "APPROVED";
}
