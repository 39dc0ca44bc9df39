using System.Net;
using Microsoft.AspNetCore.Http;
namespace Vernier.Forwarding.Tests;

public class ForwardingHeadersTests
{
    public static TheoryData<string> Names { get; } =
    [
        "Forwarded", "forwarded", "X-Forwarded-For", "x-forwarded-host", "X_Forwarded_For", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Real-IP", "X_Real_Ip",
        "Client-IP", "X-Client-IP", "True-Client-IP", "X-Cluster-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP", "X-Original-URL", "X-Original-For", "X-Rewrite-URL",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Contains_HeaderOfAProxy_IsTrue(string name) => ForwardingHeaders.Contains(name).ShouldBeTrue();

    [Theory]
    [InlineData("Host")]
    [InlineData("X-Forward")]
    [InlineData("X-Request-Id")]
    [InlineData("Content-Type")]
    [InlineData("Cookie")]
    public void Contains_OtherHeader_IsFalse(string name) => ForwardingHeaders.Contains(name).ShouldBeFalse();

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("2001:db8::9", "2001:db8::9")]
    public void Add_AddressOfTheClient_IsItsShortestForm(string address, string expected)
    {
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
        using var request = new HttpRequestMessage();
        ForwardingHeaders.Add(http, request);
        request.Headers.GetValues("X-Forwarded-For").ShouldBe([expected]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_ForwardingHeadersOfTheClient_ReachTheDestinationOnlyFromAnotherProxy(bool keeps)
    {
        string[] seen = [];
        await using var destination = await KestrelServer.StartAsync(http =>
        {
            seen = [.. http.Request.Headers.Keys.Where(ForwardingHeaders.Contains)];
            return Task.CompletedTask;
        });
        await using var proxy = await ForwardingProxy.StartAsync(destination.Address, new ForwarderOptions { KeepForwardingHeaders = keeps });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        foreach (var row in Names)
            request.Headers.TryAddWithoutValidation(row.Data, "203.0.113.9");

        (await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        seen.Length.ShouldBe(keeps ? Names.Count - 1 : 0); // Two of them differ in case only.
    }
}
