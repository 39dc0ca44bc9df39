using Vernier.Orchestrix.Bus;

namespace Vernier.Orchestrix.Tests.Bus;

public class HandlerNameTests
{
    [Fact]
    public void Of_Method_IsItsName() => HandlerName.Of(HandleShipParcel, typeof(ShipParcel)).ShouldBe("HandleShipParcel");

    [Fact]
    public void Of_LocalFunction_IsItsName()
    {
        HandlerName.Of((Action<ShipParcel>)HandleLocally, typeof(ShipParcel)).ShouldBe("HandleLocally");

        static void HandleLocally(ShipParcel message)
        {
        }
    }

    [Fact]
    public void Of_Lambda_IsNamedAfterTheMessage()
    {
        var calls = 0;

        HandlerName.Of((ShipParcel _) => calls++, typeof(ShipParcel)).ShouldBe("ShipParcel_handler");
        HandlerName.Of((Renamed<string> _) => { }, typeof(Renamed<string>)).ShouldBe("Renamed_handler");
    }

    private static void HandleShipParcel(ShipParcel message)
    {
    }
}
