using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Tests;

public sealed record ParcelLost(string Parcel) : Event;
