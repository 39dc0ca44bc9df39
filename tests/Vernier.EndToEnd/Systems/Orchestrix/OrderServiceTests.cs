using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.Orchestrix;

/// <summary>The order service over HTTP with PostgreSQL behind it.</summary>
public sealed class OrderServiceTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private PostgresServer _postgres = null!;
    private WebApplication _application = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.StartNewAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddProblemDetails();
        builder.Services.AddOrchestrix().UsePostgres(_postgres.ConnectionString);
        _application = builder.Build();
        _application.MapOrchestrix();
        _application.MapMetrics();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Orders_DatabaseRestarts_Are503MeanwhileAndNothingIsPartlySaved()
    {
        await StartAsync();
        (await PostAsync("ORD-1")).ShouldBe(HttpStatusCode.Accepted);

        await _postgres.StopAsync();
        (await PostAsync("ORD-2")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await GetAsync("ORD-1")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await CountAsync("orchestrix_errors_total{type=\"store_error\",aggregate=\"order\"}")).ShouldBe(2);

        await _postgres.StartAsync();
        (await GetAsync("ORD-1")).ShouldBe(HttpStatusCode.OK);
        (await GetAsync("ORD-2")).ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync("ORD-2")).ShouldBe(HttpStatusCode.Accepted);
        (await PostAsync("ORD-2")).ShouldBe(HttpStatusCode.Conflict);

        (await CountAsync("orchestrix_messages_total{type=\"event\",name=\"OrderProcessed\"}")).ShouldBe(2);
        (await CountAsync("orchestrix_store_operations_total{operation=\"save\",store=\"postgres\"}")).ShouldBe(4);
        (await CountAsync("orchestrix_errors_total{type=\"concurrency_error\",aggregate=\"order\"}")).ShouldBe(1);
    }

    [Fact]
    public async Task Get_StoredOrder_HasAllItsFields()
    {
        await StartAsync();
        await PostAsync("ORD-1");

        var history = await _client.GetFromJsonAsync<JsonElement>("orders/ORD-1");

        var order = history.GetProperty("events")[0].GetProperty("event");
        order.GetProperty("customer").GetString().ShouldBe("Zoë");
        order.GetProperty("items")[0].GetProperty("quantity").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Start_DatabaseUnavailable_TablesAreCreatedLater()
    {
        await _postgres.StopAsync();
        await StartAsync();
        (await PostAsync("ORD-1")).ShouldBe(HttpStatusCode.ServiceUnavailable);

        await _postgres.StartAsync();

        // Without another request: the application itself retries.
        await using var source = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await Eventually.TrueAsync("the tables exist", async stop =>
        {
            await using var find = source.CreateCommand("SELECT to_regclass('orchestrix_events') IS NOT NULL");
            return (bool)(await find.ExecuteScalarAsync(stop))!;
        });
    }

    private async Task StartAsync()
    {
        await _application.StartAsync();
        _client.BaseAddress = new Uri(_application.Urls.Single());
    }

    private async Task<HttpStatusCode> PostAsync(string id)
    {
        using var response =
            await _client.PostAsJsonAsync("orders", new { orderId = id, customer = "Zoë", items = new[] { new { sku = "bolt", quantity = 2 } } });
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> GetAsync(string id)
    {
        using var response = await _client.GetAsync($"orders/{id}");
        return response.StatusCode;
    }

    private async Task<double> CountAsync(string series)
    {
        var text = await _client.GetStringAsync("metrics");
        return double.Parse(text.Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal)).Split(' ')[^1]);
    }
}
