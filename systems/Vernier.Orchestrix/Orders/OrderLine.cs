namespace Vernier.Orchestrix.Orders;

/// <summary>A position of an order.</summary>
/// <param name="Sku">The article: 1 to 64 letters, digits, dots, dashes or underscores.</param>
/// <param name="Quantity">How many, 1 to 1,000,000.</param>
public sealed record OrderLine(string Sku, int Quantity);
