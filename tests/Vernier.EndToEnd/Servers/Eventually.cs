using System.Collections;

namespace Vernier.EndToEnd.Servers;

/// <summary>The one way to wait here: look again and again until what was seen is what was expected, and fail at a deadline.</summary>
internal static class Eventually
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    public static Task TrueAsync(string expectation, Func<CancellationToken, Task<bool>> observe, TimeSpan? deadline = null) =>
        GetAsync(expectation, observe, seen => seen, deadline);

    /// <summary>Returns the first accepted observation. An exception of <paramref name="observe"/> means "not yet" and is told when time is up.</summary>
    public static async Task<T> GetAsync<T>(string expectation, Func<CancellationToken, Task<T>> observe, Predicate<T> accept, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        var testEnds = TestContext.Current.CancellationToken;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(testEnds);
        stop.CancelAfter(limit);
        var last = "nothing";
        try
        {
            while (true)
            {
                try
                {
                    var seen = await observe(stop.Token);
                    if (accept(seen))
                        return seen;
                    last = Describe(seen);
                }
                catch (Exception notYet) when (!stop.IsCancellationRequested)
                {
                    last = $"{notYet.GetType().Name}: {notYet.Message}";
                }
                await Task.Delay(PollInterval, stop.Token);
            }
        }
        catch (Exception failure) when (stop.IsCancellationRequested && !testEnds.IsCancellationRequested)
        {
            throw new TimeoutException($"Not within {limit.TotalSeconds} s: {expectation}. Last seen: {last}.", failure);
        }
    }

    private static string Describe(object? seen) => seen switch
    {
        null => "null",
        string text => text,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>())}]",
        _ => seen.ToString() ?? "",
    };
}
