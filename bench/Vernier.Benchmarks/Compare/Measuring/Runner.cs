namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>Runs batches of an operation and measures them.</summary>
internal abstract class Runner : IDisposable
{
    /// <summary>Runs one batch of so many calls.</summary>
    public abstract Reading Run(int calls);

    public virtual void Dispose()
    {
    }
}
