using System.Collections.Concurrent;

namespace Vernier.Testing;

/// <summary>Waits for the effects of other threads by polling.</summary>
internal static class Waiting
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    public static Task WaitForCountAsync(this ConcurrentQueue<string> requests, int count) => UntilAsync(() => requests.Count >= count, $"{count} requests");

    /// <exception cref="TimeoutException">The condition was not met within <see cref="TestTimeouts.Default"/>.</exception>
    public static Task UntilAsync(Func<bool> condition, string description) => UntilAsync(() => Task.FromResult(condition()), description);

    /// <exception cref="TimeoutException">The condition was not met within <see cref="TestTimeouts.Default"/>.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, string description)
    {
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);
        while (!await condition())
        {
            if (timeout.IsCancellationRequested)
                throw new TimeoutException($"Not within {TestTimeouts.Default.TotalSeconds} s: {description}.");
            await Task.Delay(PollInterval, TestContext.Current.CancellationToken);
        }
    }
}
