using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix.Orders;

/// <summary>The response to an accepted order.</summary>
internal sealed record OrderAccepted(string OrderId);

/// <summary>The response with the events of an order.</summary>
internal sealed record OrderHistory(string OrderId, IReadOnlyList<OrderHistory.Entry> Events)
{
    public static OrderHistory Of(string orderId, IReadOnlyList<StoredEvent> events) =>
        new(orderId, [.. events.Select(e => new Entry(e.Version, e.Event))]);

    /// <summary>An event. Its type is object so that the JSON contains the properties of the derived class.</summary>
    internal sealed record Entry(long Version, object Event);
}
