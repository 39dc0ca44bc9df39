using System.Collections.Concurrent;

namespace Vernier.Testing;

/// <summary>Waits for what another thread does, by looking again and again.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static Task ReachAsync(this ConcurrentQueue<string> requests, int count) => UntilAsync(() => requests.Count >= count, $"{count} requests");

    /// <exception cref="TimeoutException">It did not hold within <see cref="Patience.Limit"/>.</exception>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (!holds())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Not within {Patience.Limit.TotalSeconds} s: {what}.");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
