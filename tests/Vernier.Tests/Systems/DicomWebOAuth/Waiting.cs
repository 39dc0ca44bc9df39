using System.Collections.Concurrent;

namespace Vernier.Tests.Systems.DicomWebOAuth;

/// <summary>Waits for what another thread counts.</summary>
internal static class Waiting
{
    public static Task ReachAsync(this ConcurrentQueue<string> requests, int count) => UntilAsync(() => requests.Count >= count, $"{count} requests");

    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!holds())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Not within ten seconds: {what}.");
            await Task.Yield();
        }
    }
}
