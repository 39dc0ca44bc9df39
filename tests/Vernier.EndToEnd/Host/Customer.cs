using System.Net;

namespace Vernier.EndToEnd.Host;

/// <summary>Places orders with unique ids one after the other until it is stopped, and records the outcome of each.</summary>
internal sealed class Customer : IAsyncDisposable
{
    // Enough to keep a system busy, but not so many that a system that rejects everything fills the log.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _orders;
    private volatile int _accepted;
    private volatile int _refused;

    private Customer(OrchestrixHost host, string name) => _orders = OrderAsync(host, name);

    /// <summary>The number of accepted orders so far.</summary>
    public int Accepted => _accepted;

    /// <summary>The number of other orders so far.</summary>
    public int Refused => _refused;

    /// <summary>All orders with a response; read it after the end.</summary>
    public List<PlacedOrder> Orders { get; } = [];

    /// <summary>Starts the given number of customers, each with a separate connection and task.</summary>
    public static IReadOnlyList<Customer> Start(OrchestrixHost host, int count) => [.. Enumerable.Range(1, count).Select(i => new Customer(host, $"C{i}"))];

    /// <summary>Stops after the order that is in flight; throws when an order did not get a response.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _orders;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _orders.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task OrderAsync(OrchestrixHost host, string name)
    {
        for (var number = 1; !_stop.IsCancellationRequested; number++)
        {
            var id = $"{name}-{number}";
            using var response = await host.PlaceAsync(id);
            Orders.Add(new PlacedOrder(id, response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync()));
            if (response.StatusCode == HttpStatusCode.Accepted)
                _accepted++;
            else
                _refused++;
            await Task.Delay(Pause);
        }
    }
}
