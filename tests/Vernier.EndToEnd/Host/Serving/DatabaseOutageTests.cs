using System.Net;
using System.Text.Json;
using Npgsql;
using Vernier.EndToEnd.Servers;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Host.Serving;

/// <summary>PostgreSQL is stopped and restarted while customers place orders.</summary>
public sealed class DatabaseOutageTests : IAsyncLifetime
{
    private PostgresServer _postgres = null!;
    private OrchestrixHost _host = null!;
    private IReadOnlyList<Customer> _customers = [];

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.StartNewAsync();
        _host = await OrchestrixHost.StartAsync(_postgres);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var customer in _customers)
            await customer.DisposeAsync();
        if (_host is not null)
            await _host.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Orders_DatabaseRestartsWhileOrdersArePlaced_NoneIsLostOrPartlySavedAndTheHostRecovers()
    {
        _customers = Customer.Start(_host, 4);
        await UntilEachHasAsync("orders accepted", customer => customer.Accepted, 10);
        await _postgres.StopAsync();
        await UntilEachHasAsync("orders refused", customer => customer.Refused, 10);
        await _postgres.StartAsync();
        await UntilEachHasAsync("further orders accepted", customer => customer.Accepted, 10);
        await Task.WhenAll(_customers.Select(customer => customer.StopAsync()));
        var orders = _customers.SelectMany(customer => customer.Orders).ToLookup(order => order.Status);

        orders.Select(status => status.Key).ShouldBe([HttpStatusCode.Accepted, HttpStatusCode.ServiceUnavailable], ignoreOrder: true);
        orders[HttpStatusCode.ServiceUnavailable].ShouldAllBe(order => IsProblem(order));
        await ShouldAllBeThereOnceAsync(orders[HttpStatusCode.Accepted]);
        Check(await _host.ScrapeAsync(), accepted: orders[HttpStatusCode.Accepted].Count(), refused: orders[HttpStatusCode.ServiceUnavailable].Count());
        await ShouldBeWholeAsync([.. orders.SelectMany(status => status).Select(order => order.Id)]);

        (await _host.Http.GetStringAsync("metrics")).ShouldNotContain(OrchestrixHost.Password);
        _host.Process.Output.ShouldContain(line => line.Contains("The PostgreSQL event store is unavailable"));
        _host.Process.Output.ShouldNotContain(line => line.Contains(OrchestrixHost.Password));
    }

    private Task UntilEachHasAsync(string what, Func<Customer, int> count, int more)
    {
        int[] before = [.. _customers.Select(count)];
        return Eventually.GetAsync(
            $"each customer has {more} {what}",
            _ => Task.FromResult(_customers.Select((customer, i) => count(customer) - before[i]).ToArray()),
            now => now.All(n => n >= more));
    }

    private static bool IsProblem(PlacedOrder order) =>
        order.MediaType == "application/problem+json"
        && JsonDocument.Parse(order.Body).RootElement.GetProperty("detail").GetString() == "The event store is unavailable. Try again later."
        && !order.Body.Contains(OrchestrixHost.Password);

    private Task ShouldAllBeThereOnceAsync(IEnumerable<PlacedOrder> accepted) => Parallel.ForEachAsync(accepted, async (order, _) =>
    {
        using var response = await _host.ReadAsync(order.Id);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, order.Id);
        var history = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var entry = history.GetProperty("events").EnumerateArray().ShouldHaveSingleItem();
        entry.GetProperty("event").GetProperty("orderId").GetString().ShouldBe(order.Id);
        entry.GetProperty("event").GetProperty("items")[0].GetProperty("sku").GetString().ShouldBe("A-1");
    });

    private static void Check(ParsedExposition scrape, int accepted, int refused)
    {
        scrape.Value("orchestrix_errors_total", ("type", "store_error"), ("aggregate", "order")).ShouldBe(refused);
        scrape.Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", "handle_process_order")).ShouldBe(refused);
        scrape.Value("orchestrix_errors_total", ("type", "concurrency_error"), ("aggregate", "order")).ShouldBe(0);
        scrape.Value("orchestrix_messages_total", ("type", "command"), ("name", "ProcessOrder")).ShouldBe(accepted + refused);
        scrape.Value("orchestrix_messages_total", ("type", "event"), ("name", "OrderProcessed")).ShouldBe(accepted);
        scrape.Value("orchestrix_store_operations_total", ("operation", "save"), ("store", "postgres")).ShouldBe(accepted + refused);
    }

    /// <summary>
    /// Checks that only complete orders of this test are stored. A rejected order may be among them, if its connection broke after the database had
    /// committed it.
    /// </summary>
    private async Task ShouldBeWholeAsync(HashSet<string> placed)
    {
        await using var source = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var find = source.CreateCommand(
            "SELECT count(*), min(version), max(version), min(payload->>'orderId'), min(payload->'items'->0->>'sku') FROM orchestrix_events GROUP BY stream");
        await using var streams = await find.ExecuteReaderAsync();
        while (await streams.ReadAsync())
        {
            (streams.GetInt64(0), streams.GetInt64(1), streams.GetInt64(2), streams.GetString(4)).ShouldBe((1, 0, 0, "A-1"));
            placed.ShouldContain(streams.GetString(3));
        }
    }
}
