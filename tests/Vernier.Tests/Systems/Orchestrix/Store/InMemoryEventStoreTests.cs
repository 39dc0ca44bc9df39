using Vernier.Systems.Orchestrix.Store;

namespace Vernier.Tests.Systems.Orchestrix.Store;

public class InMemoryEventStoreTests : EventStoreContract
{
    protected override IEventStore Store { get; } = new InMemoryEventStore();

    [Fact]
    public void Name_Always_IsMemory() => Store.Name.ShouldBe("memory");
}
