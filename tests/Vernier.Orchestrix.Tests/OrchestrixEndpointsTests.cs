using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Orders;
using Vernier.Orchestrix.Store;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Orchestrix.Tests;

public sealed class OrchestrixEndpointsTests : IAsyncLifetime
{
    private readonly ScriptedEventStore _store = new();
    private readonly LogLines _log = new();
    private readonly WebApplication _application;
    private HttpClient _client = null!;

    public OrchestrixEndpointsTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.AddProvider(_log);
        builder.Services.AddProblemDetails();
        builder.Services.AddOrchestrix().UseStore(_ => _store);
        _application = builder.Build();
        _application.MapOrchestrix();
    }

    public async ValueTask InitializeAsync()
    {
        await _application.StartAsync();
        _client = _application.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
    }

    [Fact]
    public async Task Start_NoOrderYet_AllSeriesExistAtZero()
    {
        var scrape = Scrape();

        scrape.Value("orchestrix_messages_total", ("type", "command"), ("name", "ProcessOrder")).ShouldBe(0);
        scrape.Value("orchestrix_messages_total", ("type", "event"), ("name", "OrderProcessed")).ShouldBe(0);
        foreach (var handler in new[] { "handle_process_order", "handle_order_processed" })
        {
            scrape.Value("orchestrix_handler_duration_seconds_count", ("handler", handler)).ShouldBe(0);
            scrape.Value("orchestrix_active_handlers", ("handler", handler)).ShouldBe(0);
            scrape.Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", handler)).ShouldBe(0);
        }

        (await _client.GetAsync("/orders/ORD-1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Post_ValidOrder_IsAcceptedStoredAndCounted()
    {
        using var response = await PostAsync(Order("ORD-001"));

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.Location.ShouldBe(new Uri("/orders/ORD-001", UriKind.Relative));
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"orderId":"ORD-001"}""");
        var scrape = Scrape();
        scrape.Value("orchestrix_messages_total", ("type", "command"), ("name", "ProcessOrder")).ShouldBe(1);
        scrape.Value("orchestrix_messages_total", ("type", "event"), ("name", "OrderProcessed")).ShouldBe(1);
        scrape.Value("orchestrix_handler_duration_seconds_count", ("handler", "handle_process_order")).ShouldBe(1);
        scrape.Value("orchestrix_handler_duration_seconds_count", ("handler", "handle_order_processed")).ShouldBe(1);
        scrape.Value("orchestrix_store_operations_total", ("operation", "save"), ("store", "own")).ShouldBe(1);
    }

    [Fact]
    public async Task Get_KnownOrder_ShowsItsEvents()
    {
        using var posted = await PostAsync(Order("ORD-001"));

        var history = await _client.GetFromJsonAsync<JsonElement>(posted.Headers.Location);

        history.GetProperty("orderId").GetString().ShouldBe("ORD-001");
        var entry = history.GetProperty("events").EnumerateArray().ShouldHaveSingleItem();
        entry.GetProperty("version").GetInt64().ShouldBe(0);
        var processed = entry.GetProperty("event");
        processed.GetProperty("type").GetString().ShouldBe("OrderProcessed");
        processed.GetProperty("specVersion").GetString().ShouldBe("1.0");
        processed.GetProperty("subject").GetString().ShouldBe("ORD-001");
        processed.GetProperty("customer").GetString().ShouldBe("ACME");
        processed.GetProperty("items")[0].GetProperty("quantity").GetInt32().ShouldBe(2);
        processed.GetProperty("causationId").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("/orders/ORD-404")]
    [InlineData("/orders/no%20id")]
    [InlineData("/orders/a%0Ab")]
    public async Task Get_UnknownOrder_Is404Problem(string path) =>
        (await ProblemAsync(await _client.GetAsync(path), HttpStatusCode.NotFound)).GetProperty("detail").GetString()
            .ShouldBe("Order not found.");

    [Fact]
    public async Task Post_SeveralErrors_Is400ProblemWithAllErrors()
    {
        var problem = await ProblemAsync(await PostAsync("""{"customer":5,"items":[{"sku":"a","quantity":0}]}"""), HttpStatusCode.BadRequest);

        problem.GetProperty("title").GetString().ShouldBe("The order is invalid.");
        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal)
            .ShouldBe(["customer", "items[0].quantity", "orderId"]);
        Scrape().Value("orchestrix_messages_total", ("type", "command"), ("name", "ProcessOrder")).ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"orderId\":")]
    [InlineData("not json")]
    public async Task Post_MalformedJson_Is400Problem(string body) =>
        (await ProblemAsync(await PostAsync(body), HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("$", out _).ShouldBeTrue();

    [Fact]
    public async Task Post_BodyAtTheLimit_IsReadAndOneByteMoreIs413Problem()
    {
        var order = Order("ORD-001");
        string padding = new(' ', OrderRequest.MaxBytes - order.Length);

        (await PostAsync(order + padding)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await ProblemAsync(await PostAsync(order + padding + " "), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Post_SameOrderTwice_Is409ProblemAndCounted()
    {
        await PostAsync(Order("ORD-001"));

        var problem = await ProblemAsync(await PostAsync(Order("ORD-001")), HttpStatusCode.Conflict);

        problem.GetProperty("detail").GetString().ShouldBe("Order ORD-001 already exists.");
        (await _store.LoadAsync(new StreamId("order", "ORD-001"))).Count.ShouldBe(1);
        var scrape = Scrape();
        scrape.Value("orchestrix_errors_total", ("type", "concurrency_error"), ("aggregate", "order")).ShouldBe(1);
        scrape.Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", "handle_process_order")).ShouldBe(1);
        scrape.Value("orchestrix_messages_total", ("type", "event"), ("name", "OrderProcessed")).ShouldBe(1);
    }

    [Fact]
    public async Task PostAndGet_StoreIsUnavailable_Is503ProblemUntilItRecovers()
    {
        _store.BeforeEach = () => throw new EventStoreUnavailableException("gone");

        await ProblemAsync(await PostAsync(Order("ORD-001")), HttpStatusCode.ServiceUnavailable);
        await ProblemAsync(await _client.GetAsync("/orders/ORD-001"), HttpStatusCode.ServiceUnavailable);
        var scrape = Scrape();
        scrape.Value("orchestrix_errors_total", ("type", "store_error"), ("aggregate", "order")).ShouldBe(2);
        scrape.Value("orchestrix_messages_total", ("type", "event"), ("name", "OrderProcessed")).ShouldBe(0);

        _store.BeforeEach = () => { };
        (await PostAsync(Order("ORD-001"))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task PostAndGet_StoreIsUnavailable_IsLoggedOnce()
    {
        _store.BeforeEach = () => throw new EventStoreUnavailableException("gone");
        for (var i = 0; i < 100; i++)
        {
            await PostAsync(Order("ORD-001"));
            await _client.GetAsync("/orders/ORD-001");
        }
        _log.Of("Vernier.Orchestrix").Where(line => line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal))
            .ShouldHaveSingleItem().ShouldMatch("Rejected a request with 503: .*gone \\(logged once per outage\\)$");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Post_OtherContentType_Is415(string type)
    {
        using var content = new StringContent("""{"orderId":"ORD-001","customer":"Ada","items":[{"sku":"A-1","quantity":1}]}""", Encoding.UTF8, type);
        await ProblemAsync(await _client.PostAsync("/orders", content), HttpStatusCode.UnsupportedMediaType);
        (await _client.GetAsync("/orders/ORD-001")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("attacker.example", null, HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", "http://attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "null", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "http://localhost", HttpStatusCode.Accepted)]
    public async Task Post_OfAPage_IsAcceptedOnlyFromTheOwnOrigin(string host, string? origin, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Headers = { Host = host }, Content = new StringContent(Order("ORD-001"), Encoding.UTF8, "application/json") };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        (await _client.SendAsync(request)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Post_OrderExceedsTheMemoryOfTheStore_Is507ProblemAndCounted()
    {
        _store.BeforeEach = () => throw new EventStoreFullException(new StreamId("order", "ORD-001"), 1_000);

        await ProblemAsync(await PostAsync(Order("ORD-001")), HttpStatusCode.InsufficientStorage);

        var scrape = Scrape();
        scrape.Value("orchestrix_errors_total", ("type", "store_error"), ("aggregate", "order")).ShouldBe(1);
        scrape.Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", "handle_process_order")).ShouldBe(1);
        scrape.Value("orchestrix_messages_total", ("type", "event"), ("name", "OrderProcessed")).ShouldBe(0);
    }

    [Fact]
    public async Task Post_AnotherEventHandlerFails_OrderIsAccepted()
    {
        var bus = _application.Services.GetRequiredService<IMessageBus>();
        bus.Subscribe<OrderProcessed>(_ => throw new InvalidOperationException("broken"), "mail");

        (await PostAsync(Order("ORD-001"))).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        Scrape().Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", "mail")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_SameOrderConcurrently_OneIsAccepted()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(Order("ORD-001"))));

        responses.Count(r => r.StatusCode == HttpStatusCode.Accepted).ShouldBe(1);
        responses.Count(r => r.StatusCode == HttpStatusCode.Conflict).ShouldBe(19);
    }

    [Fact]
    public async Task MapOrchestrix_Twice_SubscribesTheHandlersOnce()
    {
        _application.MapGroup("/v2").MapOrchestrix();

        await PostAsync(Order("ORD-001"));

        Scrape().Value("orchestrix_handler_duration_seconds_count", ("handler", "handle_process_order")).ShouldBe(1);
    }

    private static string Order(string id) => $$"""{"orderId":"{{id}}","customer":"ACME","items":[{"sku":"bolt","quantity":2}]}""";

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType.ShouldNotBeNull().MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        return problem;
    }

    private Task<HttpResponseMessage> PostAsync(string json) => _client.PostAsync("/orders", new StringContent(json, Encoding.UTF8, "application/json"));

    private ParsedExposition Scrape() => PrometheusTextParser.Parse(_application.Services.GetRequiredService<MetricRegistry>().ToText());
}
