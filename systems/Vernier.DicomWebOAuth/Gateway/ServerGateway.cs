using Vernier.DicomWebOAuth.Tokens;

namespace Vernier.DicomWebOAuth.Gateway;

/// <summary>The token manager and the connections of one configured server.</summary>
internal sealed class ServerGateway(TokenManager tokens, HttpMessageInvoker tokenHttp, HttpMessageInvoker http) : IDisposable
{
    public string Name => Tokens.Server;

    public TokenManager Tokens { get; } = tokens;

    public Uri Root { get; } = tokens.Options.Url!;

    /// <summary>Gets the client that sends requests with a token to the server.</summary>
    public HttpMessageInvoker Http { get; } = http;

    public void Dispose()
    {
        Tokens.Dispose();
        tokenHttp.Dispose();
        Http.Dispose();
    }
}
