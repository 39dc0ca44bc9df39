using Microsoft.Extensions.Logging;
using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Retries;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix.Orders;

/// <summary>The two handlers of the order service.</summary>
internal sealed partial class OrderHandlers(IMessageBus bus, IEventStore store, TimeProvider time, ILogger<OrderHandlers> logger)
{
    /// <summary>The aggregate type of orders, which is also a label value of the error metrics.</summary>
    public const string AggregateType = "order";

    private int _subscribed;

    public static StreamId StreamOf(string orderId) => new(AggregateType, orderId);

    /// <summary>Subscribes the handlers to the bus; further calls have no effect.</summary>
    public void Subscribe()
    {
        if (Interlocked.Exchange(ref _subscribed, 1) != 0)
            return;

        // No retries for the command: its sender waits, gets the error and can repeat the command. No sender waits for the event.
        bus.Subscribe<ProcessOrder>(ProcessAsync, "handle_process_order");
        bus.Subscribe<OrderProcessed>(OnProcessed, "handle_order_processed", new ExponentialRetryPolicy());
    }

    private async Task ProcessAsync(ProcessOrder command, CancellationToken cancellationToken)
    {
        var processed = new OrderProcessed(command.OrderId, command.Customer, command.Items)
        {
            Timestamp = time.GetUtcNow(),
            Subject = command.OrderId,
        }.CausedBy(command);

        // A second order with the same id fails because its stream already exists.
        await store.SaveAsync(StreamOf(command.OrderId), [processed], expectedVersion: -1, cancellationToken).ConfigureAwait(false);
        try
        {
            await bus.PublishAsync(processed, cancellationToken).ConfigureAwait(false);
        }
        catch (HandlerException)
        {
            // The order is stored and therefore processed; the bus has logged the failure and kept the dead letter.
        }
    }

    private void OnProcessed(OrderProcessed processed) => LogProcessed(logger, processed.OrderId);

    [LoggerMessage(1, LogLevel.Debug, "Order processed: {OrderId}")]
    private static partial void LogProcessed(ILogger logger, string orderId);
}
