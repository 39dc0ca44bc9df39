using System.Text;
using Vernier.Orchestrix.Orders;

namespace Vernier.Orchestrix.Tests.Orders;

public class OrderRequestTests
{
    [Fact]
    public void Read_ValidOrder_HasItsValues()
    {
        var order = Read("""{"orderId":"ORD-001","customer":"Zoë & Sons","items":[{"sku":"A.1","quantity":1},{"sku":"b_2","quantity":1000000}],"x":1}""");

        order.Mistakes.ShouldBeEmpty();
        order.OrderId.ShouldBe("ORD-001");
        order.Customer.ShouldBe("Zoë & Sons");
        order.Items.ShouldBe([new OrderLine("A.1", 1), new OrderLine("b_2", 1_000_000)]);
    }

    [Fact]
    public void Read_EmptyObject_NamesEveryMissingField() =>
        Texts(Read("{}")).ShouldBe(["customer: is missing", "items: is missing", "orderId: is missing"]);

    [Fact]
    public void Read_EverythingWrong_NamesEveryMistake() =>
        Texts(Read("""{"orderId":7,"customer":["c"],"items":[{"sku":"","quantity":"1"},{"quantity":0},5,{"sku":"a b","quantity":1.5},{"sku":null,"quantity":true}]}"""))
            .ShouldBe([
                "customer: must be a string, not an array",
                "items[0].quantity: must be a whole number, not a string",
                "items[0].sku: must not be empty",
                "items[1].quantity: must be a whole number from 1 to 1000000",
                "items[1].sku: is missing",
                "items[2]: must be an object, not a number",
                "items[3].quantity: must be a whole number from 1 to 1000000",
                "items[3].sku: must have 1 to 64 characters, each a letter, a digit, a dot, a dash or an underscore",
                "items[4].quantity: must be a whole number, not true or false",
                "items[4].sku: is missing",
                "orderId: must be a string, not a number",
            ]);

    [Theory]
    [InlineData("[]", "must have 1 to 100 entries, not 0")]
    [InlineData("{}", "must be an array, not an object")]
    [InlineData("null", "is missing")]
    public void Read_BadItems_SaysSo(string items, string mistake) => Read(Order(items: items)).Mistakes["items"].ShouldBe([mistake]);

    [Fact]
    public void Read_TooManyItems_SaysSo() =>
        Read(Order(items: "[" + string.Join(",", Enumerable.Repeat("""{"sku":"a","quantity":1}""", 101)) + "]"))
            .Mistakes["items"].ShouldBe(["must have 1 to 100 entries, not 101"]);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1000001")]
    [InlineData("1e99")]
    [InlineData("99999999999999999999")]
    public void Read_QuantityOutOfRange_SaysSo(string quantity) =>
        Read(Order(items: $$"""[{"sku":"a","quantity":{{quantity}}}]""")).Mistakes.Keys.ShouldBe(["items[0].quantity"]);

    [Theory]
    [InlineData("ORD/1")]
    [InlineData("ORD 1")]
    [InlineData("../x")]
    [InlineData("ö")]
    [InlineData("a\\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Read_BadOrderId_SaysSo(string id) => Read(Order(id: id)).Mistakes.Keys.ShouldBe(["orderId"]);

    [Theory]
    [InlineData("  ")]
    [InlineData("a\\u0000b")]
    [InlineData("a\\nb")]
    public void Read_BadCustomer_SaysSo(string customer) => Read(Order(customer: customer)).Mistakes.Keys.ShouldBe(["customer"]);

    [Fact]
    public void Read_EndlessCustomer_SaysSo() => Read(Order(customer: new string('c', 201))).Mistakes.Keys.ShouldBe(["customer"]);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"orderId\":}")]
    [InlineData("{\"orderId\":\"a\",\"orderId\":\"b\"}")]
    [InlineData("nonsense")]
    public void Read_MalformedJson_SaysSo(string json) =>
        Read(json).Mistakes["$"].ShouldHaveSingleItem().ShouldStartWith("is not valid JSON: ");

    [Theory]
    [InlineData("[]", "must be an object, not an array")]
    [InlineData("null", "must be an object, not null")]
    [InlineData("\"x\"", "must be an object, not a string")]
    public void Read_NoObject_SaysSo(string json, string mistake) => Read(json).Mistakes["$"].ShouldBe([mistake]);

    [Theory]
    [InlineData("{\"orderId\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public void Read_HalfASurrogatePair_IsAMistakeAndNoCrash(string json) => Read(json).Mistakes.ShouldNotBeEmpty();

    [Fact]
    public void Read_BadUtf8_IsAMistakeAndNoCrash() => OrderRequest.Read(new byte[] { (byte)'{', (byte)'"', 0xff, (byte)'"' }).Mistakes.ShouldNotBeEmpty();

    private static OrderRequest Read(string json) => OrderRequest.Read(Encoding.UTF8.GetBytes(json));

    private static string Order(string id = "ORD-1", string customer = "c", string items = """[{"sku":"a","quantity":1}]""") =>
        $$"""{"orderId":"{{id}}","customer":"{{customer}}","items":{{items}}}""";

    private static IEnumerable<string> Texts(OrderRequest order) =>
        order.Mistakes.Select(m => $"{m.Key}: {string.Join("; ", m.Value)}").Order(StringComparer.Ordinal);
}
