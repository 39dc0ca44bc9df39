using Vernier.Systems.Orchestrix.Messages;

namespace Vernier.Tests.Systems.Orchestrix;

public sealed record ShipParcel(string Parcel) : Command;
