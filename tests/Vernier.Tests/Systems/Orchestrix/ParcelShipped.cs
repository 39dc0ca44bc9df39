using Vernier.Systems.Orchestrix.Messages;

namespace Vernier.Tests.Systems.Orchestrix;

public sealed record ParcelShipped(string Parcel, decimal Weight) : Event;
