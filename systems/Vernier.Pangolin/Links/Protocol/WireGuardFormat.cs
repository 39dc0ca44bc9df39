using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Links.HolePunching;
using Vernier.Pangolin.Links.Interfaces;

namespace Vernier.Pangolin.Links.Protocol;

/// <summary>Writes messages, and reads those of the other side, which are not trusted.</summary>
internal static partial class WireGuardFormat
{
    /// <summary>The name of the extension of the control channel.</summary>
    public const string Extension = "wireguard";

    private const int MaxText = 500;

    public static JsonElement Write(WireGuardMessage message) => JsonSerializer.SerializeToElement(message, WireGuardJson.Default.WireGuardMessage);

    /// <exception cref="TunnelProtocolException">The message is invalid.</exception>
    public static WireGuardMessage Read(JsonElement data)
    {
        WireGuardMessage? message;
        try
        {
            message = data.Deserialize(WireGuardJson.Default.WireGuardMessage);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new TunnelProtocolException(
                "A WireGuard message has an unknown kind, or lacks a property.", WebSocketCloseStatus.InvalidPayloadData, exception);
        }
        if (message is null || !IsValid(message))
            throw new TunnelProtocolException("A WireGuard message has an invalid value.", WebSocketCloseStatus.InvalidPayloadData);
        return message;
    }

    private static bool IsValid(WireGuardMessage message) => message switch
    {
        InviteMessage or LeavingMessage => true,
        KeyMessage key => WireGuardKeys.IsValid(key.PublicKey),
        AssignmentMessage assignment => WireGuardKeys.IsValid(assignment.PublicKey) && IsHost(assignment.Host) && IsPort(assignment.Port)
            && IsAddress(assignment.ServerAddress) && IsAddress(assignment.SiteAddress) && assignment.KeepaliveSeconds is > 0 and <= 65_535,
        ListeningMessage listening => IsPort(listening.Port),
        DirectOfferMessage offer => offer.Target is not null && NamePattern().IsMatch(offer.Target) && IsKey(offer.Key) && IsHost(offer.Host) && IsPort(offer.Port)
            && WireGuardKeys.IsValid(offer.ClientPublicKey) && IsAddress(offer.ClientAddress) && IsAddress(offer.SiteAddress),
        DirectResponseMessage response => response.PublicKey is null
            ? response.Error is { Length: <= MaxText } error && !error.Any(char.IsControl)
            : WireGuardKeys.IsValid(response.PublicKey) && response.Error is null,
        _ => false,
    };

    private static bool IsHost(string host) => Uri.CheckHostName(host) != UriHostNameType.Unknown;

    private static bool IsPort(int port) => port is > 0 and <= 65_535;

    private static bool IsAddress(string address) => IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork;

    private static bool IsKey(string key) => Base64.IsValid(key, out var length) && length == HolePunchMessage.KeySize;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();
}
