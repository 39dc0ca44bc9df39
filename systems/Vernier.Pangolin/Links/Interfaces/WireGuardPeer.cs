using System.Net;

namespace Vernier.Pangolin.Links.Interfaces;

/// <summary>The configuration of a peer.</summary>
/// <param name="PublicKey">The public key.</param>
/// <param name="Address">The only address inside the tunnel that the peer can use.</param>
/// <param name="Endpoint">Where packets to the peer are sent first; null if the peer connects first.</param>
/// <param name="Keepalive">How often a packet is sent while there is no traffic, so that NAT mappings stay open; null for never.</param>
internal sealed record WireGuardPeer(string PublicKey, IPAddress Address, IPEndPoint? Endpoint = null, TimeSpan? Keepalive = null);
