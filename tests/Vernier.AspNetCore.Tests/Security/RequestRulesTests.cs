using System.Net;
using Microsoft.AspNetCore.Http;
using Vernier.AspNetCore.Security;

namespace Vernier.AspNetCore.Tests.Security;

public class RequestRulesTests
{
    private static readonly RequestRules Rules = new(["localhost", "*.example.com"], ["https://viewer.example.org"], "hosts of the test", "origins of the test");

    [Theory]
    [InlineData("localhost", 0)]
    [InlineData("localhost:8080", 0)]
    [InlineData("LOCALHOST", 0)]
    [InlineData("api.example.com", 0)]
    [InlineData("192.0.2.7:8080", 0)]
    [InlineData("example.com", 421)]
    [InlineData("localhost.attacker.example", 421)]
    [InlineData("attacker.example", 421)]
    [InlineData("192.0.2.8", 421)]
    [InlineData("127.0.0.1", 421)]
    [InlineData("", 400)]
    public void Check_Host_IsTheAddressOrAllowed(string host, int status)
    {
        var context = Request("GET", host);
        context.Connection.LocalIpAddress = IPAddress.Parse("::ffff:192.0.2.7");
        (Rules.Check(context, OriginCheck.StateChanges)?.Status ?? 0).ShouldBe(status);
    }

    [Theory]
    [InlineData("[2001:db8::7]:8080", 0)]
    [InlineData("[2001:db8::7]", 0)]
    [InlineData("[2001:db8::8]", 421)]
    public void Check_HostIsAnIPv6Address_IsTheAddressOfTheConnection(string host, int status)
    {
        var context = Request("GET", host);
        context.Connection.LocalIpAddress = IPAddress.Parse("2001:db8::7");
        (Rules.Check(context, OriginCheck.StateChanges)?.Status ?? 0).ShouldBe(status);
    }

    [Fact]
    public void Check_HostNotAllowed_ReportsTheSetting() => Rules.Check(Request("GET", "attacker.example"), OriginCheck.StateChanges)
        .ShouldBe(new RequestRejection(421, "The host name 'attacker.example' is not allowed. To use it, add it to hosts of the test."));

    [Theory]
    [InlineData("POST", "", "", 0)]
    [InlineData("POST", "http://localhost", "", 0)]
    [InlineData("POST", "http://localhost", "same-origin", 0)]
    [InlineData("POST", "https://viewer.example.org", "cross-site", 0)]
    [InlineData("POST", "http://localhost:81", "", 403)]
    [InlineData("POST", "http://localhost:81", "same-site", 403)]
    [InlineData("POST", "https://localhost", "", 403)]
    [InlineData("POST", "null", "", 403)]
    [InlineData("POST", "", "cross-site", 403)]
    [InlineData("DELETE", "http://attacker.example", "", 403)]
    [InlineData("PROPFIND", "http://attacker.example", "", 403)]
    [InlineData("GET", "http://attacker.example", "cross-site", 0)]
    [InlineData("OPTIONS", "http://attacker.example", "cross-site", 0)]
    public void Check_StateChanges_OfOtherOriginsAreRejected(string method, string origin, string site, int status) =>
        StatusOf(method, origin, site, OriginCheck.StateChanges).ShouldBe(status);

    [Theory]
    [InlineData("GET", "", "", 0)]
    [InlineData("GET", "", "none", 0)]
    [InlineData("GET", "https://viewer.example.org", "cross-site", 0)]
    [InlineData("OPTIONS", "https://viewer.example.org", "cross-site", 0)]
    [InlineData("GET", "http://attacker.example", "", 403)]
    [InlineData("GET", "", "cross-site", 403)]
    [InlineData("GET", "", "same-site", 403)]
    [InlineData("OPTIONS", "http://attacker.example", "cross-site", 403)]
    public void Check_AllRequests_OfOtherOriginsAreRejected(string method, string origin, string site, int status) =>
        StatusOf(method, origin, site, OriginCheck.AllRequests).ShouldBe(status);

    [Theory]
    [InlineData("http://attacker.example", 403)]
    [InlineData("http://localhost", 0)]
    [InlineData("", 0)]
    public void Check_WebSocket_IsLikeAStateChange(string origin, int status)
    {
        var context = Request("GET", "localhost", origin);
        context.Request.Headers.Upgrade = "h2c, WebSocket";
        (Rules.Check(context, OriginCheck.StateChanges)?.Status ?? 0).ShouldBe(status);
    }

    [Theory]
    [InlineData("http", "localhost:80", "http://localhost", 0)]
    [InlineData("https", "localhost:443", "https://localhost", 0)]
    [InlineData("http", "localhost:443", "http://localhost:443", 0)]
    [InlineData("http", "localhost:443", "http://localhost", 403)]
    [InlineData("https", "localhost:80", "https://localhost", 403)]
    public void Check_Origin_OmitsTheDefaultPortOfTheScheme(string scheme, string host, string origin, int status)
    {
        var context = Request("POST", host, origin);
        context.Request.Scheme = scheme;
        (Rules.Check(context, OriginCheck.StateChanges)?.Status ?? 0).ShouldBe(status);
    }

    // A browser sends Sec-Fetch-Site only to https and localhost. Without it, a link on another site looks like one of the own pages.
    [Theory]
    [InlineData("", "", "", 0)]
    [InlineData("User-Agent", "curl/8.0", "", 0)]
    [InlineData("User-Agent", "Mozilla/5.0", "", 403)]
    [InlineData("Referer", "http://localhost/", "", 403)]
    [InlineData("Origin", "http://localhost", "", 403)]
    [InlineData("User-Agent", "Mozilla/5.0", "none", 0)]
    [InlineData("Referer", "http://localhost/", "same-origin", 0)]
    [InlineData("Referer", "http://localhost/", "same-site", 403)]
    [InlineData("Origin", "https://viewer.example.org", "cross-site", 403)]
    public void Check_StateChangingGet_BrowsersMustIdentifyTheSite(string name, string value, string site, int status)
    {
        var context = Request("GET", "localhost");
        if (name.Length > 0)
            context.Request.Headers[name] = value;
        if (site.Length > 0)
            context.Request.Headers["Sec-Fetch-Site"] = site;
        (Rules.Check(context, OriginCheck.StateChangingGet)?.Status ?? 0).ShouldBe(status);
    }

    private static int StatusOf(string method, string origin, string site, OriginCheck check)
    {
        var context = Request(method, "localhost", origin);
        if (site.Length > 0)
            context.Request.Headers["Sec-Fetch-Site"] = site;
        return Rules.Check(context, check)?.Status ?? 0;
    }

    private static DefaultHttpContext Request(string method, string host, string origin = "")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Scheme = "http";
        if (host.Length > 0)
            context.Request.Host = new HostString(host);
        if (origin.Length > 0)
            context.Request.Headers.Origin = origin;
        return context;
    }
}
