// A web application with its own metrics: run it, place some orders, look at http://127.0.0.1:5080/metrics (or elsewhere, with --urls).
using System.Text.Json;
using System.Text.Json.Serialization;
using Vernier;

var builder = WebApplication.CreateBuilder(args);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolver = ShopJson.Default); // Generated: it can be trimmed.
builder.Services.AddVernier(); // A registry, runtime and process metrics, and metrics of each request.

var app = builder.Build();
app.MapMetrics(); // GET /metrics

var registry = app.Services.GetRequiredService<MetricRegistry>();
var orders = registry.Counter<Checkout>("shop_orders_total", "Orders placed.");
var basket = registry.Histogram(new HistogramDefinition("shop_basket_items", "Items in a basket when it is ordered.") { Buckets = [1, 2, 5, 10, 20, 50] });

app.MapPost("/orders", (Order order) =>
{
    orders.With(new(order.Payment, order.Country)).Inc();
    basket.Observe(order.Items);
    return Results.Accepted();
});

app.Run();

internal enum PaymentMethod { Card, Invoice }

internal readonly record struct Checkout(PaymentMethod Method, string Country);

internal sealed record Order(PaymentMethod Payment, string Country, int Items);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Order))]
internal sealed partial class ShopJson : JsonSerializerContext;
