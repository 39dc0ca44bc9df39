using System.Net;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.Tests.SignIn;

public sealed class RuleSetTests
{
    [Theory]
    [InlineData("/api/*", "/api/x/y", true)]
    [InlineData("/api/*", "/api/", true)]
    [InlineData("/api/*", "/api", true)]
    [InlineData("/api/*", "/apis", false)]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/a/", false)]
    [InlineData("*.png", "/x/y.png", true)]
    [InlineData("/*/health", "/a/b/health", true)]
    [InlineData("/*/health", "/health", false)]
    [InlineData("/*", "/", true)]
    [InlineData("/a*b*c", "/aXbYbZc", true)]
    [InlineData("/a*b*c", "/aXbYbZ", false)]
    public void Match_Path_FollowsThePattern(string pattern, string path, bool matches)
    {
        new PathPattern(pattern).Restricts(path).ShouldBe(matches);
        new PathPattern(pattern).Allows(path).ShouldBe(matches);
    }

    [Fact]
    public void Match_LongPathAgainstManyStars_EndsQuickly()
    {
        var pattern = new PathPattern("/" + string.Concat(Enumerable.Repeat("a*", 200)) + "b");
        pattern.Restricts("/" + new string('a', 8_000)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("::ffff:10.0.0.0/104", "10.9.9.9", true)]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("fe80::1", "fe80::1%3", true)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "10.0.0.1", false)]
    public void Contains_Address_FollowsTheNetwork(string text, string address, bool contains)
    {
        AddressPattern.TryParse(text, out var pattern).ShouldBeTrue();
        pattern!.Contains(IPAddress.Parse(address)).ShouldBe(contains);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("0x7f.1")]
    [InlineData("010.0.0.1")]
    [InlineData("example.org")]
    [InlineData("2001:db8::1/32")]
    public void TryParse_InvalidAddress_ReturnsFalse(string text) => AddressPattern.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Match_UnknownAddress_OnlyRestricts()
    {
        new RuleSet([new(RuleAction.Allow, null, "0.0.0.0/0")]).Match("/", null).ShouldBeNull();
        new RuleSet([new(RuleAction.Deny, null, "10.0.0.0/8")]).Match("/", null).ShouldBe(RuleAction.Deny);
    }

    [Fact]
    public void Match_SeveralRules_TheFirstDecides()
    {
        var rules = new RuleSet([new(RuleAction.Allow, "/a/*", "10.0.0.0/8"), new(RuleAction.SignIn, "/a/*", null), new(RuleAction.Deny, null, null)]);
        rules.Match("/a/b", IPAddress.Parse("10.0.0.1")).ShouldBe(RuleAction.Allow);
        rules.Match("/a/b", IPAddress.Parse("11.0.0.1")).ShouldBe(RuleAction.SignIn);
        rules.Match("/b", IPAddress.Parse("10.0.0.1")).ShouldBe(RuleAction.Deny);
        // A connection without path.
        rules.Match(null, IPAddress.Parse("10.0.0.1")).ShouldBe(RuleAction.Deny);
    }
}
