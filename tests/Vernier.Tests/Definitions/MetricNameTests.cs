using Vernier.Testing;

namespace Vernier.Tests.Definitions;

public class MetricNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("_")]
    [InlineData("_a9")]
    [InlineData("A_Total")]
    [InlineData(":a")]
    [InlineData("job:errors:rate5m")]
    public void Register_ValidName_IsExposed(string name)
    {
        var registry = Scraping.NewRegistry();
        registry.Gauge(name, "Help.").Set(7);
        registry.Scrape().Value(name).ShouldBe(7);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("9a")]
    [InlineData("a b")]
    [InlineData("a-b")]
    [InlineData("a.b")]
    [InlineData("a{b}")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a_total\n")]
    [InlineData("a_total\r")]
    [InlineData("\na")]
    [InlineData("a\0")]
    [InlineData("größe")]
    [InlineData("\u0430_total")] // A Cyrillic letter that looks like a.
    [InlineData("a\u0661")] // A digit, but not an ASCII one.
    public void Register_InvalidName_Throws(string? name)
    {
        var registry = Scraping.NewRegistry();
        Should.Throw<MetricDefinitionException>(() => registry.Counter(new CounterDefinition(name!, "Help."))).Message.ShouldContain("[a-zA-Z_:][a-zA-Z0-9_:]*");
        registry.Families.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("HandlerName", "handler_name")]
    [InlineData("HTTPMethod", "http_method")]
    [InlineData("UserID", "user_id")]
    [InlineData("P95", "p95")]
    [InlineData("Http2Stream", "http2_stream")]
    [InlineData("X", "x")]
    [InlineData("already_snake", "already_snake")]
    [InlineData("My_Name", "my_name")]
    [InlineData("ABC", "abc")]
    [InlineData("OAuthToken", "o_auth_token")]
    public void ToSnakeCase_NamesOfMembers_BecomeLabels(string member, string label) => MetricNames.ToSnakeCase(member).ShouldBe(label);
}
