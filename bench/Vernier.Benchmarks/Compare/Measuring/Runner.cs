namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>Runs batches of an operation and measures them.</summary>
internal abstract class Runner : IDisposable
{
    /// <summary>Runs one batch with the given number of calls.</summary>
    public abstract Reading Run(int calls);

    public virtual void Dispose()
    {
    }
}

/// <summary>The average cost of one call in one batch.</summary>
internal readonly record struct Reading(double Nanoseconds, double Bytes);
