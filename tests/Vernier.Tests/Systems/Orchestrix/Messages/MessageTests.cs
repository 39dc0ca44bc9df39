using Vernier.Systems.Orchestrix.Messages;

namespace Vernier.Tests.Systems.Orchestrix.Messages;

public class MessageTests
{
    [Fact]
    public void Message_New_CarriesCloudEventsAttributes()
    {
        ShipParcel message = Samples.Ship();

        Guid.TryParse(message.Id, out _).ShouldBeTrue();
        message.SpecVersion.ShouldBe("1.0");
        message.Type.ShouldBe("ShipParcel");
        message.Source.ShouldBe("orchestrix");
        message.Timestamp.ShouldBe(Samples.Noon);
        message.DataContentType.ShouldBe("application/json");
        message.Subject.ShouldBeNull();
        message.DataSchema.ShouldBeNull();
        message.CorrelationId.ShouldBeNull();
        message.CausationId.ShouldBeNull();
    }

    [Fact]
    public void Id_TwoMessages_Differ() => Samples.Ship().Id.ShouldNotBe(Samples.Ship().Id);

    [Fact]
    public void Type_GenericClass_HasNoArity() => Samples.Renamed().Type.ShouldBe("Renamed");

    [Fact]
    public void CausedBy_FirstMessage_BeginsTheConversation()
    {
        ShipParcel command = Samples.Ship();

        ParcelShipped shipped = Samples.Shipped().CausedBy(command);

        shipped.CausationId.ShouldBe(command.Id);
        shipped.CorrelationId.ShouldBe(command.Id);
        shipped.Parcel.ShouldBe("P-1");
    }

    [Fact]
    public void CausedBy_LaterMessage_KeepsTheConversation()
    {
        ParcelShipped second = Samples.Shipped().CausedBy(Samples.Ship() with { CorrelationId = "talk" });

        ParcelShipped third = Samples.Shipped().CausedBy(second);

        third.CausationId.ShouldBe(second.Id);
        third.CorrelationId.ShouldBe("talk");
    }
}
