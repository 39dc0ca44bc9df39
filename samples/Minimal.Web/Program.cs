// A web application with its own metrics. Run it, place orders, and open http://127.0.0.1:5080/metrics (--urls sets another address).
using System.Text.Json;
using System.Text.Json.Serialization;
using Vernier;

var builder = WebApplication.CreateBuilder(args);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolver = ShopJson.Default); // Source-generated, so that the application can be trimmed.
builder.Services.AddVernier(); // Registry, runtime and process metrics, request metrics.

var app = builder.Build();
app.MapMetrics(); // GET /metrics

var registry = app.Services.GetRequiredService<MetricRegistry>();
var orders = registry.Counter<Checkout>("shop_orders_total", "Orders placed.");
var basket = registry.Histogram("shop_basket_items", "Items per basket.", buckets: [1, 2, 5, 10, 20, 50]);

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
