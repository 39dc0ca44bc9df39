using System.Text.Json;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Links.Protocol;

namespace Vernier.Pangolin.Tests.WireGuard;

public class WireGuardFormatTests
{
    private const string Key = ControlSessionStandIn.PublicKey;

    public static TheoryData<string> Invalid =>
    [
        "null",
        "1",
        "{}",
        """{"kind":"other"}""",
        """{"kind":"key"}""",
        """{"kind":"key","publicKey":null}""",
        """{"kind":"key","publicKey":"short"}""",
        $$"""{"kind":"key","publicKey":"{{Key[..43]}}!"}""",
        """{"kind":"listening","port":0}""",
        """{"kind":"listening","port":65536}""",
        $$"""{"kind":"assignment","publicKey":"{{Key}}","host":"a b","port":1,"serverAddress":"10.0.0.1","siteAddress":"10.0.0.2","keepaliveSeconds":25}""",
        $$"""{"kind":"assignment","publicKey":"{{Key}}","host":"a","port":1,"serverAddress":"10.0.0.1; reboot","siteAddress":"10.0.0.2","keepaliveSeconds":25}""",
        $$"""{"kind":"assignment","publicKey":"{{Key}}","host":"a","port":1,"serverAddress":"10.0.0.1","siteAddress":"::1","keepaliveSeconds":25}""",
        $$"""{"kind":"assignment","publicKey":"{{Key}}","host":"a","port":1,"serverAddress":"10.0.0.1","siteAddress":"10.0.0.2","keepaliveSeconds":0}""",
        $$"""{"kind":"direct_offer","session":"00000000-0000-0000-0000-000000000001","target":null,"key":"{{Key}}","host":"a","port":1,"punchPort":1,"clientPublicKey":"{{Key}}","clientAddress":"10.0.0.1","siteAddress":"10.0.0.2"}""",
        """{"kind":"direct_response","session":"00000000-0000-0000-0000-000000000001"}""",
        $$"""{"kind":"direct_response","session":"x","publicKey":"{{Key}}"}""",
    ];

    [Fact]
    public void Write_Messages_AreReadAgain()
    {
        WireGuardMessage[] messages =
        [
            new InviteMessage(),
            new KeyMessage(Key),
            new AssignmentMessage(Key, "pangolin.example.com", 51820, "10.213.0.1", "10.213.0.2", 25),
            new ListeningMessage(40000),
            new LeavingMessage(),
            new DirectOfferMessage(Guid.NewGuid(), "web", Key, "198.51.100.2", 21820, 1, Key, "10.213.128.1", "10.213.128.0"),
            new DirectResponseMessage(Guid.NewGuid(), Key, null),
            new DirectResponseMessage(Guid.NewGuid(), null, "The site does not have the target 'web'."),
        ];
        foreach (var message in messages)
            WireGuardFormat.Read(WireGuardFormat.Write(message)).ShouldBe(message);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Read_Invalid_Throws(string json) =>
        Should.Throw<TunnelProtocolException>(() => WireGuardFormat.Read(JsonDocument.Parse(json).RootElement));
}
