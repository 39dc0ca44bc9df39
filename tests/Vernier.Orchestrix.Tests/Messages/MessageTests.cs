using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Tests.Messages;

public class MessageTests
{
    [Fact]
    public void Message_New_HasCloudEventsAttributes()
    {
        var message = Samples.Ship();

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
    public void CausedBy_FirstMessage_StartsTheConversation()
    {
        var command = Samples.Ship();

        var shipped = Samples.Shipped().CausedBy(command);

        shipped.CausationId.ShouldBe(command.Id);
        shipped.CorrelationId.ShouldBe(command.Id);
        shipped.Parcel.ShouldBe("P-1");
    }

    [Fact]
    public void CausedBy_LaterMessage_KeepsTheConversation()
    {
        var second = Samples.Shipped().CausedBy(Samples.Ship() with { CorrelationId = "talk" });

        var third = Samples.Shipped().CausedBy(second);

        third.CausationId.ShouldBe(second.Id);
        third.CorrelationId.ShouldBe("talk");
    }
}
