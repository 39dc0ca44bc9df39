namespace Vernier.Orchestrix.Orders;

/// <summary>The answer to an order that was accepted.</summary>
internal sealed record OrderAccepted(string OrderId);
