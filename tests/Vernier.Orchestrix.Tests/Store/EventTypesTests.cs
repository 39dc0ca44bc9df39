using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix.Tests.Store;

public class EventTypesTests
{
    [Fact]
    public void Add_Twice_HasNoEffect() => new EventTypes().Add<ParcelLost>().Add<ParcelLost>();

    [Fact]
    public void Add_OtherClassOfSameName_Throws() =>
        Should.Throw<ArgumentException>(() => new EventTypes().Add<ParcelLost>().Add<Elsewhere.ParcelLost>()).Message.ShouldContain("ParcelLost");

    [Fact]
    public void Serialize_UnknownClass_Throws() =>
        Should.Throw<InvalidOperationException>(() => new EventTypes().Serialize(Samples.Shipped())).Message.ShouldContain("ParcelShipped");

    [Fact]
    public void Serialize_OtherClassOfSameName_Throws() =>
        Should.Throw<InvalidOperationException>(
            () => new EventTypes().Add<ParcelLost>().Serialize(new Elsewhere.ParcelLost { Timestamp = Samples.Noon }));

    [Fact]
    public void Deserialize_UnknownName_Throws() =>
        Should.Throw<InvalidOperationException>(() => new EventTypes().Deserialize("System.Object", "{}")).Message.ShouldContain("System.Object");

    [Fact]
    public void Deserialize_Serialized_IsEqual()
    {
        var types = new EventTypes().Add<ParcelShipped>();
        var shipped = Samples.Shipped();

        types.Deserialize("ParcelShipped", types.Serialize(shipped)).ShouldBe(shipped);
    }

    private static class Elsewhere
    {
        public sealed record ParcelLost : Event;
    }
}
