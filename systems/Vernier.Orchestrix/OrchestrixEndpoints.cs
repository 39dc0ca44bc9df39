using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Orders;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix;

/// <summary>The HTTP endpoints of the order service.</summary>
internal static class OrchestrixEndpoints
{
    public static async Task<IResult> PlaceAsync(HttpRequest http, IMessageBus bus, TimeProvider time, OrderAvailability availability)
    {
        // A page of any site can send other content types without asking first.
        if (!http.HasJsonContentType())
            return Problem(StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json.");
        var body = await ReadBodyAsync(http).ConfigureAwait(false);
        if (body.Length > OrderRequest.MaxBytes)
            return Problem(StatusCodes.Status413PayloadTooLarge, $"The request body exceeds the limit of {OrderRequest.MaxBytes} bytes.");

        var request = OrderRequest.Read(body);
        if (request.Errors.Count > 0)
            return TypedResults.ValidationProblem(request.Errors, title: "The order is invalid.");

        // Not canceled when the client disconnects: otherwise an order could be stored without its event being published.
        var command = new ProcessOrder(request.OrderId, request.Customer, request.Items) { Timestamp = time.GetUtcNow(), Subject = request.OrderId };
        try
        {
            await bus.PublishAsync(command, CancellationToken.None).ConfigureAwait(false);
        }
        catch (HandlerException exception) when (exception.Failures.Any(f => f.Exception is ConcurrencyException))
        {
            return Problem(StatusCodes.Status409Conflict, $"Order {request.OrderId} already exists.");
        }
        catch (HandlerException exception) when (exception.Failures.Any(f => f.Exception is EventStoreUnavailableException))
        {
            return Unavailable(availability, exception.Message);
        }

        availability.Succeeded();
        return TypedResults.Accepted($"/orders/{request.OrderId}", new OrderAccepted(request.OrderId));
    }

    public static async Task<IResult> ReadAsync(string id, IEventStore store, OrderAvailability availability, CancellationToken cancellationToken)
    {
        try
        {
            var events = OrderRequest.IsOrderId(id)
                ? await store.LoadAsync(OrderHandlers.StreamOf(id), 0, cancellationToken).ConfigureAwait(false)
                : [];
            availability.Succeeded();
            return events.Count > 0
                ? TypedResults.Ok(OrderHistory.Of(id, events))
                : Problem(StatusCodes.Status404NotFound, "Order not found.");
        }
        catch (EventStoreUnavailableException exception)
        {
            return Unavailable(availability, exception.Message);
        }
    }
    /// <summary>Reads the body up to one byte more than the limit, which shows that it is too long.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest http)
    {
        var buffer = new byte[OrderRequest.MaxBytes + 1];
        var length = await http.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.HttpContext.RequestAborted)
            .ConfigureAwait(false);
        return buffer.AsMemory(0, length);
    }

    private static ProblemHttpResult Unavailable(OrderAvailability availability, string reason)
    {
        availability.Failed(reason);
        return Problem(StatusCodes.Status503ServiceUnavailable, "The event store is unavailable. Try again later.");
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
