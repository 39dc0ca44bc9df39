using Vernier.DicomWebOAuth.Forwarding;

namespace Vernier.DicomWebOAuth;

/// <summary>All that belongs to one configured server: its tokens, and the way to it.</summary>
internal sealed class ServerGateway(TokenManager tokens, HttpMessageInvoker tokenHttp, HttpMessageInvoker http) : IDisposable
{
    /// <summary>How long a DICOMweb server, or a caller, may do nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    public string Name => Tokens.Server;

    public TokenManager Tokens { get; } = tokens;

    public Uri Root { get; } = tokens.Options.Url!;

    /// <summary>Sends to the server, with a token.</summary>
    public HttpMessageInvoker Http { get; } = http;

    /// <summary>What measures calls to the server, and limits them.</summary>
    public static OutboundHandler CreateOutboundHandler(Uri root, DicomWebOAuthMetrics metrics) =>
        new(address => EndpointOf(root, address), Patience, metrics);

    public void Dispose()
    {
        Tokens.Dispose();
        tokenHttp.Dispose();
        Http.Dispose();
    }

    private static string EndpointOf(Uri root, Uri address) =>
        address.AbsolutePath.StartsWith(root.AbsolutePath, StringComparison.Ordinal)
            ? ResourceTemplate.Of(address.AbsolutePath[root.AbsolutePath.Length..])
            : ResourceTemplate.Other;
}
