using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Vernier.Forwarding;
using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Orders;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix;

/// <summary>The HTTP endpoints of the order service.</summary>
internal static class OrchestrixEndpoints
{
    /// <summary>The memory for the bodies of all requests in flight.</summary>
    public const long MaxBufferedBodyBytes = 64 * 1024 * 1024;

    public static async Task<IResult> PlaceAsync(HttpContext http, BodyBudget bodies, IMessageBus bus, TimeProvider time, OrderAvailability availability)
    {
        // A page of any site can send other content types without asking first.
        if (!http.Request.HasJsonContentType())
            return Problem(StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json.");
        var read = await BufferedRequestBody.ReadAsync(http, bodies, OrderRequest.MaxBytes).ConfigureAwait(false);
        using var body = read.Body;
        if (body is null)
            return Rejected(http, read);

        var request = OrderRequest.Read(body.Bytes);
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
        catch (HandlerException exception) when (exception.Failures.Any(f => f.Exception is EventStoreFullException))
        {
            return Problem(StatusCodes.Status507InsufficientStorage, "The order exceeds the memory of the event store.");
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

    private static ProblemHttpResult Rejected(HttpContext http, BodyReadResult read)
    {
        if (read.FailureStatus == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "1";
        return Problem(read.FailureStatus, read.FailureMessage(OrderRequest.MaxBytes));
    }

    private static ProblemHttpResult Unavailable(OrderAvailability availability, string reason)
    {
        availability.Failed(reason);
        return Problem(StatusCodes.Status503ServiceUnavailable, "The event store is unavailable. Try again later.");
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
