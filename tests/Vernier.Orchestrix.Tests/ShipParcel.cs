using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Tests;

public sealed record ShipParcel(string Parcel) : Command;
