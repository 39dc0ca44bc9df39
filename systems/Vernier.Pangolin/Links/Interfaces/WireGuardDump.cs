using System.Globalization;
using System.Net;
using System.Text;

namespace Vernier.Pangolin.Links.Interfaces;

/// <summary>What <c>wg show NAME dump</c> reports, without the private key and the preshared keys.</summary>
/// <param name="PublicKey">The public key of the interface.</param>
/// <param name="ListenPort">The UDP port.</param>
/// <param name="Peers">The peers.</param>
internal sealed record WireGuardDump(string PublicKey, int ListenPort, IReadOnlyList<PeerStatus> Peers)
{
    private const int PeerFields = 8;

    /// <summary>Reads the output. Only fields without secrets are converted to strings.</summary>
    /// <exception cref="WireGuardException">The output has another format.</exception>
    public static WireGuardDump Parse(ReadOnlySpan<byte> output)
    {
        WireGuardDump? result = null;
        var peers = new List<PeerStatus>();
        Span<Range> fields = stackalloc Range[PeerFields + 1];
        foreach (var range in output.Split((byte)'\n'))
        {
            var line = output[range];
            if (line.IsEmpty)
                continue;
            var count = Split(line, fields);
            if (result is null)
            {
                if (count != 4)
                    throw Invalid();
                result = new WireGuardDump(Text(line[fields[1]]), (int)Number(line[fields[2]]), peers);
            }
            else
            {
                if (count != PeerFields)
                    throw Invalid();
                peers.Add(PeerOf(line, fields));
            }
        }
        return result ?? throw Invalid();
    }

    private static PeerStatus PeerOf(ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields)
    {
        var endpoint = Text(line[fields[2]]);
        IPEndPoint? address = null;
        if (endpoint != "(none)" && !IPEndPoint.TryParse(endpoint, out address))
            throw Invalid();
        return new PeerStatus(Text(line[fields[0]]), address, Number(line[fields[4]]), Number(line[fields[5]]), Number(line[fields[6]]));
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var count = 0;
        foreach (var field in line.Split((byte)'\t'))
        {
            if (count == fields.Length)
                throw Invalid();
            fields[count++] = field;
        }
        return count;
    }

    private static string Text(ReadOnlySpan<byte> field) => Encoding.ASCII.GetString(field);

    private static long Number(ReadOnlySpan<byte> field) =>
        long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid();

    // Without the output: it contains the private key.
    private static WireGuardException Invalid() => new("'wg show' returned an unknown format. Install wireguard-tools 1.0 or later.");
}

/// <summary>A peer of an interface.</summary>
/// <param name="PublicKey">The public key.</param>
/// <param name="Endpoint">The address from which the last authenticated packet came; null if it is not known.</param>
/// <param name="LatestHandshake">When the last handshake completed, in Unix seconds; 0 if none has.</param>
/// <param name="Received">The bytes that were received since the peer was added, with the overhead of WireGuard.</param>
/// <param name="Sent">The bytes that were sent.</param>
internal sealed record PeerStatus(string PublicKey, IPEndPoint? Endpoint, long LatestHandshake, long Received, long Sent);
