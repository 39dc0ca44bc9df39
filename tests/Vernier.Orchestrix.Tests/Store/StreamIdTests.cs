using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix.Tests.Store;

public class StreamIdTests
{
    [Fact]
    public void ToString_Always_IsTypeAndId() => new StreamId("order", "ORD/1").ToString().ShouldBe("order/ORD/1");

    [Theory]
    [InlineData("")]
    [InlineData("Order")]
    [InlineData("1order")]
    [InlineData("or/der")]
    [InlineData("order\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void New_BadType_Throws(string type) => Should.Throw<ArgumentException>(() => new StreamId(type, "1")).ParamName.ShouldBe("aggregateType");

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\n")]
    public void New_BadId_Throws(string id) => Should.Throw<ArgumentException>(() => new StreamId("order", id)).ParamName.ShouldBe("id");

    [Fact]
    public void New_TooLongId_Throws() => Should.Throw<ArgumentException>(() => new StreamId("order", new string('a', 201)));
}
