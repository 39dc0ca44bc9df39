using Vernier.Pangolin.Certificates;

namespace Vernier.Pangolin.Tests.Certificates;

public class HostNamesTests
{
    [Theory]
    [InlineData("app.example.com", "app.example.com")]
    [InlineData("App.EXAMPLE.com.", "app.example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("XN--BCHER-KVA.example", "xn--bcher-kva.example")]
    [InlineData("192.0.2.1", null)]
    [InlineData("[2001:db8::1]", null)]
    [InlineData("2001:db8::1", null)]
    [InlineData("*.example.com", null)]
    [InlineData("a..b", null)]
    [InlineData("a_b.example", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData(null, null)]
    public void Normalize_Name_ReturnsLowerCasePunycode(string? name, string? expected) => HostNames.Normalize(name).ShouldBe(expected);

    [Fact]
    public void Normalize_TooLong_ReturnsNull() => HostNames.Normalize(string.Join('.', Enumerable.Repeat("abcdefghi", 26))).ShouldBeNull();

    [Theory]
    [InlineData("app.example.com", "*.example.com")]
    [InlineData("a.b.example.com", "*.b.example.com")]
    [InlineData("example.com", null)]
    [InlineData("localhost", null)]
    public void WildcardOf_Host_ReplacesTheFirstLabel(string host, string? expected) => HostNames.WildcardOf(host).ShouldBe(expected);
}
