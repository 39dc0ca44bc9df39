using System.Net;

namespace Vernier.EndToEnd.Host;

/// <summary>An order and its response.</summary>
internal sealed record PlacedOrder(string Id, HttpStatusCode Status, string? MediaType, string Body);
