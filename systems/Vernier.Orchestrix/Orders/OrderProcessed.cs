using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Orders;

/// <summary>An order has been processed. The first event of the order's stream.</summary>
/// <param name="OrderId">The order's id.</param>
/// <param name="Customer">Who ordered.</param>
/// <param name="Items">What was ordered.</param>
public sealed record OrderProcessed(string OrderId, string Customer, IReadOnlyList<OrderLine> Items) : Event;
