using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Security;
using Vernier.Orchestrix;
using Vernier.Orchestrix.Orders;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the routes of Orchestrix.</summary>
public static class OrchestrixEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Subscribes the handlers of the order service to the message bus, and maps <c>POST /orders</c> and <c>GET /orders/{id}</c>. Call
    /// <c>AddOrchestrix</c> first.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <returns>A builder for conventions of both routes, such as authorization.</returns>
    /// <exception cref="InvalidOperationException"><c>AddOrchestrix</c> was not called.</exception>
    public static IEndpointConventionBuilder MapOrchestrix(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var handlers = endpoints.ServiceProvider.GetService<OrderHandlers>()
            ?? throw new InvalidOperationException("The services of Orchestrix are not registered. Call services.AddOrchestrix() first.");
        handlers.Subscribe();
        var orders = endpoints.MapGroup("");
        orders.MapPost("/orders", OrchestrixEndpoints.PlaceAsync);
        orders.MapGet("/orders/{id}", OrchestrixEndpoints.ReadAsync);
        return orders.RequireRules(endpoints.ServiceProvider.GetRequiredRequestRules<OrchestrixOptions>());
    }
}
