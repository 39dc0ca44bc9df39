using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Orders;

namespace Vernier.Orchestrix.Tests.Messages;

public class MessageSizeTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(200, 1, 1)]
    [InlineData(1, 100, 1)]
    [InlineData(1, 100, 64)]
    [InlineData(200, 100, 64)]
    public void Of_Order_IsMoreThanItsMemoryButNotMuchMore(int customerLength, int items, int skuLength)
    {
        Create();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var order = Create();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        MessageSize.Of(order).ShouldBeInRange(allocated, 6 * allocated);

        OrderProcessed Create()
        {
            var lines = new OrderLine[items];
            for (var i = 0; i < items; i++)
                lines[i] = new OrderLine(new string('s', skuLength), 1);
            return new OrderProcessed(new string('i', 64), new string('c', customerLength), lines) { Timestamp = Samples.Noon, Subject = new string('i', 64) };
        }
    }

    [Fact]
    public void Of_MessageThatIsNotJson_IsAFixedSize() => MessageSize.Of(new Upload(Stream.Null) { Timestamp = Samples.Noon }).ShouldBe(MessageSize.Unknown);

    private sealed record Upload(Stream Content) : Command
    {
        public Upload Self => this;
    }
}
