using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Orders;

/// <summary>Asks for an order to be processed.</summary>
/// <param name="OrderId">The order's id, chosen by the customer and unique.</param>
/// <param name="Customer">Who orders.</param>
/// <param name="Items">What is ordered; at least one position.</param>
public sealed record ProcessOrder(string OrderId, string Customer, IReadOnlyList<OrderLine> Items) : Command;
