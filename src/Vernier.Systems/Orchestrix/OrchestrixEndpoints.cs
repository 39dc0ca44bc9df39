using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Systems.Orchestrix.Bus;
using Vernier.Systems.Orchestrix.Orders;
using Vernier.Systems.Orchestrix.Store;

namespace Vernier.Systems.Orchestrix;

/// <summary>The order service over HTTP.</summary>
public static class OrchestrixEndpoints
{
    /// <summary>
    /// Adds the order service to an application that has called <c>AddOrchestrix</c>: its handlers to the message bus, and the routes
    /// <c>POST /orders</c> and <c>GET /orders/{id}</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <returns>For conventions that hold for both routes, such as authorization.</returns>
    public static IEndpointConventionBuilder MapOrchestrix(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.ServiceProvider.GetRequiredService<OrderHandlers>().Subscribe();
        RouteGroupBuilder orders = endpoints.MapGroup("/orders");
        orders.MapPost("", PlaceAsync);
        orders.MapGet("{id}", ReadAsync);
        return orders;
    }

    private static async Task<IResult> PlaceAsync(HttpRequest http, IMessageBus bus, TimeProvider time)
    {
        ReadOnlyMemory<byte>? body = await ReadBodyAsync(http).ConfigureAwait(false);
        if (body is null)
            return Problem(StatusCodes.Status413PayloadTooLarge, $"The JSON of an order has at most {OrderRequest.MaxBytes} bytes.");

        var request = OrderRequest.Read(body.Value);
        if (request.Mistakes.Count > 0)
            return TypedResults.ValidationProblem(request.Mistakes, title: "The order is not valid.");

        // Not cancelled when the client goes away: an order is either refused or completed, never left between its event and the news of it.
        var command = new ProcessOrder(request.OrderId, request.Customer, request.Items) { Timestamp = time.GetUtcNow(), Subject = request.OrderId };
        try
        {
            await bus.PublishAsync(command, CancellationToken.None).ConfigureAwait(false);
        }
        catch (HandlerException exception) when (exception.Failures.Any(f => f.Exception is ConcurrencyException))
        {
            return Problem(StatusCodes.Status409Conflict, $"There is an order {request.OrderId} already.");
        }
        catch (HandlerException exception) when (exception.Failures.Any(f => f.Exception is EventStoreUnavailableException))
        {
            return Unavailable();
        }

        return TypedResults.Accepted($"/orders/{request.OrderId}", new OrderAccepted(request.OrderId));
    }

    private static async Task<IResult> ReadAsync(string id, IEventStore store, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<StoredEvent> events = OrderRequest.IsOrderId(id)
                ? await store.LoadAsync(OrderHandlers.StreamOf(id), 0, cancellationToken).ConfigureAwait(false)
                : [];
            return events.Count > 0
                ? TypedResults.Ok(OrderHistory.Of(id, events))
                : Problem(StatusCodes.Status404NotFound, "There is no order of this id.");
        }
        catch (EventStoreUnavailableException)
        {
            return Unavailable();
        }
    }
    /// <summary>The body, or null when it is too large: no more than that is read from anybody.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest http)
    {
        byte[] buffer = new byte[OrderRequest.MaxBytes + 1];
        int length = await http.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.HttpContext.RequestAborted)
            .ConfigureAwait(false);
        return length > OrderRequest.MaxBytes ? null : buffer.AsMemory(0, length);
    }

    private static ProblemHttpResult Unavailable() =>
        Problem(StatusCodes.Status503ServiceUnavailable, "The event store is not available at the moment. Please try again later.");

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
