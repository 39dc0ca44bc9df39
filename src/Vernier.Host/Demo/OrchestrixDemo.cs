using Microsoft.AspNetCore.Hosting.Server;

namespace Vernier.Host.Demo;

/// <summary>Places four orders per second and reads some of them. One order in ten is sent twice, which is a conflict; one in twenty is invalid.</summary>
internal sealed class OrchestrixDemo(IServer server, IHostApplicationLifetime lifetime, TimeProvider time)
    : DemoTraffic(server, lifetime, time, TimeSpan.FromMilliseconds(250))
{
    private static readonly string[] Customers = ["Ada", "Grace", "Edsger", "Barbara", "Donald"];
    private static readonly string[] Skus = ["BOLT-M4", "NUT-M4", "GAUGE-150", "CALIPER-200"];

    // Ids differ between runs, because the store may persist.
    private readonly string _run = $"{time.GetUtcNow():yyyyMMdd-HHmmss}";
    private int _sent;

    protected override async Task SendAsync(HttpClient client, CancellationToken stop)
    {
        var number = ++_sent;
        var id = $"ORD-{_run}-{number:000000}";
        var isValid = number % 20 != 0;
        var order = new
        {
            orderId = id,
            customer = Customers[number % Customers.Length],
            items = new[] { new { sku = Skus[number % Skus.Length], quantity = isValid ? 1 + (number % 5) : 0 } },
        };

        var copies = number % 10 == 5 ? 2 : 1;
        for (var i = 0; i < copies; i++)
            (await client.PostAsJsonAsync("/orders", order, stop).ConfigureAwait(false)).Dispose();
        if (number % 3 == 0)
            (await client.GetAsync(new Uri($"/orders/{id}", UriKind.Relative), stop).ConfigureAwait(false)).Dispose();
    }
}
