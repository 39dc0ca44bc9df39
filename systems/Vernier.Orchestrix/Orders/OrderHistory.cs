using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix.Orders;

/// <summary>The stream of an order, as it is shown.</summary>
internal sealed record OrderHistory(string OrderId, IReadOnlyList<OrderHistory.Entry> Events)
{
    public static OrderHistory Of(string orderId, IReadOnlyList<StoredEvent> events) =>
        new(orderId, [.. events.Select(e => new Entry(e.Version, e.Event))]);

    /// <summary>One event; declared as an object so that JSON contains what its own class adds.</summary>
    internal sealed record Entry(long Version, object Event);
}
