using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>An IP address or a network. IPv4 addresses that are mapped to IPv6 are IPv4 addresses. Immutable.</summary>
internal sealed class AddressPattern
{
    public const string Rule = "must be an IP address or a network whose address ends with zeros, such as 10.0.0.0/8 or 2001:db8::/32";

    private const int MappedPrefix = 96;

    private readonly IPNetwork _network;

    private AddressPattern(IPNetwork network) => _network = network;

    public static bool TryParse(string text, [NotNullWhen(true)] out AddressPattern? pattern)
    {
        pattern = null;
        if (IPNetwork.TryParse(text, out var network) && IPAddress.Parse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal))).Equals(network.BaseAddress))
            pattern = new AddressPattern(Unmap(network));
        else if (!text.Contains('/', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address) && IsPlain(text, address))
            pattern = new AddressPattern(NetworkOf(Plain(address)));
        return pattern is not null;
    }

    public bool Contains(IPAddress address) => _network.Contains(Plain(address));

    /// <summary>Returns an address without its zone, and as IPv4 if it is mapped.</summary>
    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());

    /// <summary>Numbers such as 10 or 0x7f.1 are addresses for the parser, and errors for people.</summary>
    private static bool IsPlain(string text, IPAddress address) => text.Contains(':', StringComparison.Ordinal) || address.ToString() == text;

    private static IPNetwork NetworkOf(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);

    private static IPNetwork Unmap(IPNetwork network) => network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= MappedPrefix
        ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedPrefix)
        : network;
}
