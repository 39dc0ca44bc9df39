using System.Net;
using System.Text;
using System.Text.Json;

namespace Vernier.EndToEnd.Host.Serving;

/// <summary>The order service from the point of view of its clients, especially errors.</summary>
public class OrdersTests(OrchestrixHost host) : IClassFixture<OrchestrixHost>
{
    [Theory]
    [InlineData("orders/unknown", HttpStatusCode.NotFound)]
    [InlineData("orders/no%20id", HttpStatusCode.NotFound)]
    [InlineData("nowhere", HttpStatusCode.NotFound)]
    [InlineData("orders", HttpStatusCode.MethodNotAllowed)]
    public async Task Get_NothingThere_IsAProblem(string path, HttpStatusCode status) => await host.Http.GetAsync(path).ShouldBeProblemAsync(status);

    [Theory]
    [InlineData("", "$")]
    [InlineData("nonsense", "$")]
    [InlineData("[]", "$")]
    [InlineData("{\"orderId\":\"A\",\"orderId\":\"B\",\"customer\":\"C\",\"items\":[{\"sku\":\"S\",\"quantity\":1}]}", "$")]
    [InlineData("{}", "customer items orderId")]
    [InlineData("{\"orderId\":\"not an id\",\"customer\":5,\"items\":[]}", "customer items orderId")]
    [InlineData(
        "{\"orderId\":\"ORD-1\",\"customer\":\" \",\"items\":[{\"sku\":\"A\",\"quantity\":0},{\"quantity\":1.5},7]}",
        "customer items[0].quantity items[1].quantity items[1].sku items[2]")]
    public async Task Post_InvalidOrder_IsAProblemWithAllErrors(string body, string expected)
    {
        var problem = await PostAsync(body).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("title").GetString().ShouldBe("The order is invalid.");
        JsonProperty[] errors = [.. problem.GetProperty("errors").EnumerateObject().OrderBy(error => error.Name, StringComparer.Ordinal)];
        string.Join(' ', errors.Select(error => error.Name)).ShouldBe(expected);
        errors.ShouldAllBe(error => error.Value[0].GetString()!.Length > 5);
    }

    [Fact]
    public async Task Post_TooLong_IsAProblem() => await PostAsync(new string(' ', 70_000)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Post_SameOrderTwice_IsAcceptedAndThenAProblem()
    {
        using var first = await host.PlaceAsync("ORD-TWICE");
        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var problem = await host.PlaceAsync("ORD-TWICE").ShouldBeProblemAsync(HttpStatusCode.Conflict);

        problem.GetProperty("detail").GetString().ShouldBe("Order ORD-TWICE already exists.");
    }

    private Task<HttpResponseMessage> PostAsync(string body) => host.Http.PostAsync("orders", new StringContent(body, Encoding.UTF8, "application/json"));
}
