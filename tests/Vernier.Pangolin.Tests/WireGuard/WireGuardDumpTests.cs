using System.Net;
using System.Text;
using Vernier.Pangolin.Links.Interfaces;

namespace Vernier.Pangolin.Tests.WireGuard;

public class WireGuardDumpTests
{
    private const string PrivateKey = "cHJpdmF0ZSBrZXkgb2YgdGhlIGludGVyZmFjZSAgICA=";
    private const string PresharedKey = "cHJlc2hhcmVkIGtleSBvZiB0aGUgcGVlciAgICAgICA=";
    private const string Interface = PrivateKey + "\tpublic\t51820\toff\n";

    [Fact]
    public void Parse_Peers_ReadsTheirState()
    {
        var dump = Parse(Interface
            + $"peer1\t{PresharedKey}\t198.51.100.7:40000\t10.213.0.2/32\t1763700000\t1480\t2960\t25\n"
            + "peer2\t(none)\t(none)\t(none)\t0\t0\t0\toff\n"
            + "peer3\t(none)\t[2001:db8::1]:51820\t10.213.0.3/32\t1763700001\t1\t2\toff\n");
        dump.PublicKey.ShouldBe("public");
        dump.ListenPort.ShouldBe(51820);
        dump.Peers.ShouldBe(
        [
            new PeerStatus("peer1", IPEndPoint.Parse("198.51.100.7:40000"), 1763700000, 1480, 2960),
            new PeerStatus("peer2", null, 0, 0, 0),
            new PeerStatus("peer3", IPEndPoint.Parse("[2001:db8::1]:51820"), 1763700001, 1, 2),
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(PrivateKey + "\tpublic\t51820\n")]
    [InlineData(PrivateKey + "\tpublic\tport\toff\n")]
    [InlineData(Interface + "peer1\t(none)\t(none)\t(none)\t0\t0\n")]
    [InlineData(Interface + "peer1\t(none)\tnowhere\t(none)\t0\t0\t0\toff\n")]
    [InlineData(Interface + "peer1\t(none)\t(none)\t(none)\t-1\t0\t0\toff\n")]
    [InlineData(Interface + "peer1\t(none)\t(none)\t(none)\t0\t0\t0\toff\tmore\tfields\n")]
    public void Parse_OtherFormat_ThrowsWithoutSecrets(string output)
    {
        var exception = Should.Throw<WireGuardException>(() => Parse(output));
        exception.ToString().ShouldNotContain(PrivateKey);
    }

    private static WireGuardDump Parse(string output) => WireGuardDump.Parse(Encoding.ASCII.GetBytes(output));
}
