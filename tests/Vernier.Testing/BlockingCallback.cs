namespace Vernier.Testing;

/// <summary>A callback that blocks a scrape until it is released.</summary>
internal sealed class BlockingCallback : IDisposable
{
    private readonly SemaphoreSlim _entered = new(0);
    private readonly ManualResetEventSlim _release = new();

    public BlockingCallback(MetricRegistry registry) => registry.GaugeCallback(new GaugeDefinition("reads", "Number of reads."), Read);

    public int Reads { get; private set; }

    /// <summary>Completes when a scrape has entered the callback.</summary>
    public Task Entered() => _entered.WaitAsync();

    /// <summary>Releases this scrape and all later ones.</summary>
    public void Release() => _release.Set();

    /// <summary>Blocks the next scrape again.</summary>
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
