using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Orders;

/// <summary>Requests the processing of an order.</summary>
/// <param name="OrderId">The id of the order, chosen by the customer and unique.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Items">The ordered items, at least one.</param>
public sealed record ProcessOrder(string OrderId, string Customer, IReadOnlyList<OrderLine> Items) : Command;

/// <summary>States that an order was processed. The first event in the stream of the order.</summary>
/// <param name="OrderId">The id of the order.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Items">The ordered items.</param>
public sealed record OrderProcessed(string OrderId, string Customer, IReadOnlyList<OrderLine> Items) : Event;

/// <summary>A line of an order.</summary>
/// <param name="Sku">The article: 1 to 64 letters, digits, dots, dashes or underscores.</param>
/// <param name="Quantity">The quantity, 1 to 1,000,000.</param>
public sealed record OrderLine(string Sku, int Quantity);
