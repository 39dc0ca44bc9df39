namespace Vernier.Testing;

/// <summary>A callback that holds a scrape in its middle until it is let go.</summary>
internal sealed class BlockingCallback : IDisposable
{
    private readonly SemaphoreSlim _entered = new(0);
    private readonly ManualResetEventSlim _release = new();

    public BlockingCallback(MetricRegistry registry) => registry.GaugeCallback(new GaugeDefinition("reads", "How often it was read."), Read);

    public int Reads { get; private set; }

    /// <summary>Ends when a scrape is inside the callback.</summary>
    public Task Entered() => _entered.WaitAsync();

    /// <summary>Lets this scrape go on, and all later ones.</summary>
    public void Release() => _release.Set();

    /// <summary>Holds the next scrape again.</summary>
    public void Block() => _release.Reset();

    public void Dispose()
    {
        _release.Set();
        _entered.Dispose();
    }

    private double Read()
    {
        Reads++;
        _entered.Release();
        _release.Wait();
        return Reads;
    }
}
