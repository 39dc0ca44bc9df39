using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Orders;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix;

/// <summary>The order service over HTTP.</summary>
public static partial class OrchestrixEndpoints
{
    /// <summary>
    /// Adds the order service to an application that has called <c>AddOrchestrix</c>: its handlers to the message bus, and the routes
    /// <c>POST /orders</c> and <c>GET /orders/{id}</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <returns>For conventions that hold for both routes, such as authorization.</returns>
    /// <exception cref="InvalidOperationException"><c>AddOrchestrix</c> was not called.</exception>
    public static IEndpointConventionBuilder MapOrchestrix(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var handlers = endpoints.ServiceProvider.GetService<OrderHandlers>()
            ?? throw new InvalidOperationException("Orchestrix is not among the services: call services.AddOrchestrix().");
        handlers.Subscribe();
        var orders = endpoints.MapGroup("");
        orders.MapPost("/orders", PlaceAsync);
        orders.MapGet("/orders/{id}", ReadAsync);
        return orders;
    }

    private static async Task<IResult> PlaceAsync(HttpRequest http, IMessageBus bus, TimeProvider time, ILogger<OrderHandlers> logger)
    {
        var body = await ReadBodyAsync(http).ConfigureAwait(false);
        if (body.Length > OrderRequest.MaxBytes)
            return Problem(StatusCodes.Status413PayloadTooLarge, $"The JSON of an order has at most {OrderRequest.MaxBytes} bytes.");

        var request = OrderRequest.Read(body);
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
            return Unavailable(logger, exception.Message);
        }

        return TypedResults.Accepted($"/orders/{request.OrderId}", new OrderAccepted(request.OrderId));
    }

    private static async Task<IResult> ReadAsync(string id, IEventStore store, ILogger<OrderHandlers> logger, CancellationToken cancellationToken)
    {
        try
        {
            var events = OrderRequest.IsOrderId(id)
                ? await store.LoadAsync(OrderHandlers.StreamOf(id), 0, cancellationToken).ConfigureAwait(false)
                : [];
            return events.Count > 0
                ? TypedResults.Ok(OrderHistory.Of(id, events))
                : Problem(StatusCodes.Status404NotFound, "There is no order of this id.");
        }
        catch (EventStoreUnavailableException exception)
        {
            return Unavailable(logger, exception.Message);
        }
    }
    /// <summary>As much of the body as there may be, and one byte more of one that is too long.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest http)
    {
        var buffer = new byte[OrderRequest.MaxBytes + 1];
        var length = await http.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, http.HttpContext.RequestAborted)
            .ConfigureAwait(false);
        return buffer.AsMemory(0, length);
    }

    private static ProblemHttpResult Unavailable(ILogger logger, string reason)
    {
        LogUnavailable(logger, reason);
        return Problem(StatusCodes.Status503ServiceUnavailable, "The event store is not available at the moment. Please try again later.");
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    [LoggerMessage(1, LogLevel.Warning, "A request was answered with 503. {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
