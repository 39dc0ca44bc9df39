namespace Vernier.CcProxy.Proxy;

/// <summary>Cancels when the provider has been silent for too long, or when the client has gone.</summary>
internal sealed class Silence : IDisposable
{
    private readonly TimeSpan _longest;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public Silence(TimeSpan longest, CancellationToken clientGone, TimeProvider time)
    {
        _longest = longest;
        _timer = new CancellationTokenSource(longest, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, clientGone);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Whether it was the provider's silence.</summary>
    public bool WasTooLong => _timer.IsCancellationRequested;

    /// <summary>The provider has said something.</summary>
    public void Broken() => _timer.CancelAfter(_longest);

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
