using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Tests;

public sealed record ParcelShipped(string Parcel, decimal Weight) : Event;
