using System.Security.Cryptography;
using Vernier.Pangolin.Cluster;

namespace Vernier.Pangolin.Tests.Cluster;

public class PeerSignatureTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly PeerRequest Request = new("GET", "app.example.com", "/a?b=c", "s-a", "web");

    [Fact]
    public void IsValid_SameRequest_IsTrueAfterParsing()
    {
        var signature = PeerSignature.Parse(PeerSignature.Create(Key, "sender", "receiver", 7, Request).ToString()).ShouldNotBeNull();

        (signature.Sender, signature.Number).ShouldBe(("sender", 7));
        signature.IsValid(Key, "receiver", Request).ShouldBeTrue();
    }

    [Fact]
    public void IsValid_AnythingIsDifferent_IsFalse()
    {
        var signature = PeerSignature.Create(Key, "sender", "receiver", 7, Request);

        signature.IsValid(RandomNumberGenerator.GetBytes(32), "receiver", Request).ShouldBeFalse();
        signature.IsValid(Key, "another run of the receiver", Request).ShouldBeFalse();
        (signature with { Sender = "other" }).IsValid(Key, "receiver", Request).ShouldBeFalse();
        (signature with { Number = 8 }).IsValid(Key, "receiver", Request).ShouldBeFalse();
        foreach (var changed in new[]
        {
            Request with { Method = "POST" }, Request with { Host = "other.example.com" }, Request with { Path = "/a?b=d" }, Request with { Site = "s-b" },
            Request with { Target = "admin" }, Request with { Site = "s-a\nweb", Target = "" },
        })
        {
            signature.IsValid(Key, "receiver", changed).ShouldBeFalse(changed.ToString());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("sender")]
    [InlineData("sender.1")]
    [InlineData(".1.AAAA")]
    [InlineData("sender.-1.AAAA")]
    [InlineData("sender.1.not base64!")]
    [InlineData("sender.99999999999999999999.AAAA")]
    [InlineData("a.b.c.d")]
    public void Parse_InvalidHeader_IsNull(string header) => PeerSignature.Parse(header).ShouldBeNull();

    [Fact]
    public void Parse_VeryLongHeader_IsNull() => PeerSignature.Parse($"sender.1.{new string('A', 1_000)}").ShouldBeNull();
}
