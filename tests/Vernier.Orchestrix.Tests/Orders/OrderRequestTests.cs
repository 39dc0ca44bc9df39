using System.Text;
using Vernier.Orchestrix.Orders;

namespace Vernier.Orchestrix.Tests.Orders;

public class OrderRequestTests
{
    [Fact]
    public void Read_ValidOrder_HasItsValues()
    {
        var order = Read("""{"orderId":"ORD-001","customer":"Zoë & Sons","items":[{"sku":"A.1","quantity":1},{"sku":"b_2","quantity":1000000}],"x":1}""");

        order.Errors.ShouldBeEmpty();
        order.OrderId.ShouldBe("ORD-001");
        order.Customer.ShouldBe("Zoë & Sons");
        order.Items.ShouldBe([new OrderLine("A.1", 1), new OrderLine("b_2", 1_000_000)]);
    }

    [Fact]
    public void Read_EmptyObject_ReportsEveryMissingField() =>
        Texts(Read("{}")).ShouldBe(["customer: is missing", "items: is missing", "orderId: is missing"]);

    [Fact]
    public void Read_EveryFieldInvalid_ReportsEveryError() =>
        Texts(Read("""{"orderId":7,"customer":["c"],"items":[{"sku":"","quantity":"1"},{"quantity":0},5,{"sku":"a b","quantity":1.5},{"sku":null,"quantity":true}]}"""))
            .ShouldBe([
                "customer: must be a string, not an array",
                "items[0].quantity: must be an integer, not a string",
                "items[0].sku: must not be empty",
                "items[1].quantity: must be an integer from 1 to 1000000",
                "items[1].sku: is missing",
                "items[2]: must be an object, not a number",
                "items[3].quantity: must be an integer from 1 to 1000000",
                "items[3].sku: must have 1 to 64 characters, each a letter, a digit, a dot, a dash or an underscore",
                "items[4].quantity: must be an integer, not true or false",
                "items[4].sku: is missing",
                "orderId: must be a string, not a number",
            ]);

    [Theory]
    [InlineData("[]", "must have 1 to 100 entries, not 0")]
    [InlineData("{}", "must be an array, not an object")]
    [InlineData("null", "is missing")]
    public void Read_InvalidItems_ReportsIt(string items, string error) => Read(Order(items: items)).Errors["items"].ShouldBe([error]);

    [Fact]
    public void Read_TooManyItems_ReportsIt() =>
        Read(Order(items: "[" + string.Join(",", Enumerable.Repeat("""{"sku":"a","quantity":1}""", 101)) + "]"))
            .Errors["items"].ShouldBe(["must have 1 to 100 entries, not 101"]);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1000001")]
    [InlineData("1e99")]
    [InlineData("99999999999999999999")]
    public void Read_QuantityOutOfRange_SaysSo(string quantity) =>
        Read(Order(items: $$"""[{"sku":"a","quantity":{{quantity}}}]""")).Errors.Keys.ShouldBe(["items[0].quantity"]);

    [Theory]
    [InlineData("ORD/1")]
    [InlineData("ORD 1")]
    [InlineData("../x")]
    [InlineData("ö")]
    [InlineData("a\\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Read_BadOrderId_SaysSo(string id) => Read(Order(id: id)).Errors.Keys.ShouldBe(["orderId"]);

    [Theory]
    [InlineData("  ")]
    [InlineData("a\\u0000b")]
    [InlineData("a\\nb")]
    public void Read_BadCustomer_SaysSo(string customer) => Read(Order(customer: customer)).Errors.Keys.ShouldBe(["customer"]);

    [Fact]
    public void Read_TooLongCustomer_ReportsIt() => Read(Order(customer: new string('c', 201))).Errors.Keys.ShouldBe(["customer"]);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"orderId\":}")]
    [InlineData("{\"orderId\":\"a\",\"orderId\":\"b\"}")]
    [InlineData("nonsense")]
    public void Read_MalformedJson_SaysSo(string json) =>
        Read(json).Errors["$"].ShouldHaveSingleItem().ShouldStartWith("is not valid JSON: ");

    [Theory]
    [InlineData("[]", "must be an object, not an array")]
    [InlineData("null", "must be an object, not null")]
    [InlineData("\"x\"", "must be an object, not a string")]
    public void Read_NotAnObject_ReportsIt(string json, string error) => Read(json).Errors["$"].ShouldBe([error]);

    [Theory]
    [InlineData("{\"orderId\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public void Read_UnpairedSurrogate_IsAnError(string json) => Read(json).Errors.ShouldNotBeEmpty();

    [Fact]
    public void Read_InvalidUtf8_IsAnError() => OrderRequest.Read(new([(byte)'{', (byte)'"', 0xff, (byte)'"'])).Errors.ShouldNotBeEmpty();

    private static OrderRequest Read(string json) => OrderRequest.Read(new(Encoding.UTF8.GetBytes(json)));

    private static string Order(string id = "ORD-1", string customer = "c", string items = """[{"sku":"a","quantity":1}]""") =>
        $$"""{"orderId":"{{id}}","customer":"{{customer}}","items":{{items}}}""";

    private static IEnumerable<string> Texts(OrderRequest order) =>
        order.Errors.Select(m => $"{m.Key}: {string.Join("; ", m.Value)}").Order(StringComparer.Ordinal);
}
