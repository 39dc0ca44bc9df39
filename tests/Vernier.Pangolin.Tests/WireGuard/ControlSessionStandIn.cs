// A stand-in for the control channel of a site: it records the messages of the server, and responds to offers of direct connections as a site does. The real
// site would create network interfaces, for which the end-to-end tests have namespaces.
using System.Collections.Concurrent;
using System.Text.Json;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Links.Protocol;

namespace Vernier.Pangolin.Tests.WireGuard;

internal sealed class ControlSessionStandIn(string siteId) : IControlSession
{
    public const string PublicKey = "c2l0ZSBwdWJsaWMga2V5IHdpdGggMzIgYnl0ZXMgICA=";

    public string SiteId => siteId;

    /// <summary>The extension of the server, to which responses are sent; null for none.</summary>
    public IControlExtension? Extension { get; set; }

    /// <summary>Why the site refuses; null to accept.</summary>
    public string? Refusal { get; set; }

    public ConcurrentQueue<WireGuardMessage> Received { get; } = [];

    public DirectOfferMessage Offer => Received.OfType<DirectOfferMessage>().Last();

    public async Task SendAsync(string extension, JsonElement data)
    {
        extension.ShouldBe("wireguard");
        var message = WireGuardFormat.Read(data);
        Received.Enqueue(message);
        if (message is DirectOfferMessage offer && Extension is not null)
        {
            var response = Refusal is null ? new DirectResponseMessage(offer.Session, PublicKey, null) : new DirectResponseMessage(offer.Session, null, Refusal);
            await Extension.ReceivedAsync(this, WireGuardFormat.Write(response));
        }
    }
}
