using System.Text.Json.Serialization;

namespace Vernier.Pangolin.Links.Protocol;

/// <summary>A message about WireGuard on the control channel between a server and a site.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(InviteMessage), "invite")]
[JsonDerivedType(typeof(KeyMessage), "key")]
[JsonDerivedType(typeof(AssignmentMessage), "assignment")]
[JsonDerivedType(typeof(ListeningMessage), "listening")]
[JsonDerivedType(typeof(LeavingMessage), "leaving")]
[JsonDerivedType(typeof(DirectOfferMessage), "direct_offer")]
[JsonDerivedType(typeof(DirectResponseMessage), "direct_response")]
internal abstract record WireGuardMessage;

/// <summary>From the server: it has a WireGuard interface. A site that can use WireGuard sends its key.</summary>
internal sealed record InviteMessage : WireGuardMessage;

/// <summary>From a site.</summary>
/// <param name="PublicKey">Its public key.</param>
internal sealed record KeyMessage(string PublicKey) : WireGuardMessage;

/// <summary>From the server: how the site connects.</summary>
/// <param name="PublicKey">The public key of the server.</param>
/// <param name="Host">The host name or address of the server.</param>
/// <param name="Port">Its UDP port.</param>
/// <param name="ServerAddress">The address of the server inside the tunnel.</param>
/// <param name="SiteAddress">The address of the site inside the tunnel.</param>
/// <param name="KeepaliveSeconds">How often the site sends a packet while there is no traffic.</param>
internal sealed record AssignmentMessage(string PublicKey, string Host, int Port, string ServerAddress, string SiteAddress, int KeepaliveSeconds) : WireGuardMessage;

/// <summary>From a site: it accepts HTTP/2 connections of the server at its address inside the tunnel.</summary>
/// <param name="Port">The TCP port.</param>
internal sealed record ListeningMessage(int Port) : WireGuardMessage;

/// <summary>From a site: it stops, and completes the requests in progress.</summary>
internal sealed record LeavingMessage : WireGuardMessage;

/// <summary>From the server: a client wants to connect directly to a target.</summary>
/// <param name="Session">The direct connection.</param>
/// <param name="Target">The name of the target.</param>
/// <param name="Key">The Base64 form of the key for the hole punching messages of the site.</param>
/// <param name="Host">The host name or address of the server.</param>
/// <param name="Port">Its UDP port for hole punching.</param>
/// <param name="ServerTime">The time of the server in Unix milliseconds.</param>
/// <param name="ClientPublicKey">The public key of the client.</param>
/// <param name="ClientAddress">The address of the client inside the direct connection.</param>
/// <param name="SiteAddress">The address of the site inside the direct connection.</param>
internal sealed record DirectOfferMessage(
    Guid Session, string Target, string Key, string Host, int Port, long ServerTime, string ClientPublicKey, string ClientAddress, string SiteAddress) : WireGuardMessage;

/// <summary>From a site: whether it accepts a direct connection.</summary>
/// <param name="Session">The direct connection.</param>
/// <param name="PublicKey">The public key of the site for this connection; null if it refuses.</param>
/// <param name="Error">Why it refuses; null if it accepts.</param>
internal sealed record DirectResponseMessage(Guid Session, string? PublicKey, string? Error) : WireGuardMessage;
