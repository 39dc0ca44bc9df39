using System.Collections;

namespace Vernier.EndToEnd.Servers;

/// <summary>Polls a condition until it is met, and fails at a deadline.</summary>
internal static class Eventually
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    public static Task TrueAsync(string expectation, Func<CancellationToken, Task<bool>> observe, TimeSpan? deadline = null) =>
        GetAsync(expectation, observe, met => met, deadline);

    /// <summary>Returns the first accepted observation. An exception of <paramref name="observe"/> means "not yet" and is reported at the deadline.</summary>
    public static async Task<T> GetAsync<T>(string expectation, Func<CancellationToken, Task<T>> observe, Predicate<T> accept, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        var testCanceled = TestContext.Current.CancellationToken;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(testCanceled);
        stop.CancelAfter(limit);
        var last = "nothing";
        try
        {
            while (true)
            {
                try
                {
                    var observed = await observe(stop.Token);
                    if (accept(observed))
                        return observed;
                    last = Describe(observed);
                }
                catch (Exception notYet) when (!stop.IsCancellationRequested)
                {
                    last = $"{notYet.GetType().Name}: {notYet.Message}";
                }
                await Task.Delay(PollInterval, stop.Token);
            }
        }
        catch (Exception failure) when (stop.IsCancellationRequested && !testCanceled.IsCancellationRequested)
        {
            throw new TimeoutException($"Condition not met within {limit.TotalSeconds} s: {expectation}. Last observation: {last}.", failure);
        }
    }

    private static string Describe(object? value) => value switch
    {
        null => "null",
        string text => text,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>())}]",
        _ => value.ToString() ?? "",
    };
}
