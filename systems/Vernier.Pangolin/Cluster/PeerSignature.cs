using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vernier.Pangolin.Cluster;

/// <summary>
/// Signs the requests between servers with HMAC-SHA-256. A signature is valid for one request to one run of one server: it contains both runs and the number
/// of the request.
/// </summary>
/// <param name="Sender">The run of the server that sends the request.</param>
/// <param name="Number">The number of the request among those of the sender to the receiver, from 1.</param>
/// <param name="Value">The signature.</param>
internal sealed record PeerSignature(string Sender, long Number, byte[] Value)
{
    /// <summary>The header with the signature.</summary>
    public const string Header = "Pangolin-Peer";

    /// <summary>The header with the site.</summary>
    public const string SiteHeader = "Pangolin-Peer-Site";

    private const int MaxLength = 200;

    /// <summary>Signs a request.</summary>
    public static PeerSignature Create(byte[] key, string sender, string receiver, long number, PeerRequest request) =>
        new(sender, number, Compute(key, sender, receiver, number, request));

    /// <summary>Reads a header; null if it is invalid.</summary>
    public static PeerSignature? Parse(string header)
    {
        if (header.Length > MaxLength || header.Split('.') is not [{ Length: > 0 } sender, var number, var value] || !Base64Url.IsValid(value))
            return null;
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? new(sender, parsed, Base64Url.DecodeFromChars(value)) : null;
    }

    /// <summary>Whether the signature is that of a request to this server.</summary>
    public bool IsValid(byte[] key, string receiver, PeerRequest request) => CryptographicOperations.FixedTimeEquals(Value, Compute(key, Sender, receiver, Number, request));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sender}.{Number}.{Base64Url.EncodeToString(Value)}");

    // The parts cannot contain a line feed, so that no other request has the same text.
    private static byte[] Compute(byte[] key, string sender, string receiver, long number, PeerRequest request) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{sender}\n{receiver}\n{number}\n{request.Method}\n{request.Host}\n{request.Path}\n{request.Site}\n{request.Target}")));
}

/// <summary>What is signed of a request between servers.</summary>
/// <param name="Method">The method.</param>
/// <param name="Host">The host of the client's request.</param>
/// <param name="Path">The path with the query.</param>
/// <param name="Site">The site.</param>
/// <param name="Target">The target at the site.</param>
internal sealed record PeerRequest(string Method, string Host, string Path, string Site, string Target);
