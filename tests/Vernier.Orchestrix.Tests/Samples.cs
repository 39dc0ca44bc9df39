using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Tests;

/// <summary>The messages of these tests.</summary>
public static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static ShipParcel Ship(string parcel = "P-1") => new(parcel) { Timestamp = Noon };

    public static ParcelShipped Shipped(string parcel = "P-1", decimal weight = 1.50m) => new(parcel, weight) { Timestamp = Noon };

    public static Renamed<string> Renamed() => new("old", "new") { Timestamp = Noon };
}

public sealed record ShipParcel(string Parcel) : Command;

public sealed record ParcelShipped(string Parcel, decimal Weight) : Event;

public sealed record ParcelLost(string Parcel) : Event;

public sealed record Renamed<T>(T From, T To) : Event;
