using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.DicomWebOAuth.Forwarding;
using Vernier.DicomWebOAuth.Servers;
using Vernier.DicomWebOAuth.Tokens;

namespace Vernier.DicomWebOAuth;

/// <summary>The configured servers by name.</summary>
internal sealed class ServerGateways : IDisposable
{
    /// <summary>The label value of calls to token endpoints.</summary>
    public const string TokenEndpoint = "/token";

    private readonly Dictionary<string, ServerGateway> _servers = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="options">The settings; reading them checks them.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="connect">Makes the handler that sends to an address of a server: its DICOMweb service or its token endpoint.</param>
    /// <param name="loggers">For the log.</param>
    public ServerGateways(
        IOptions<DicomWebOAuthOptions> options,
        DicomWebOAuthMetrics metrics,
        Func<DicomWebServerOptions, Uri, HttpMessageHandler> connect,
        ILoggerFactory loggers)
    {
        ILogger logger = loggers.CreateLogger<TokenManager>();
        metrics.EndpointKnown(HttpMethods.Post, TokenEndpoint);
        foreach (var resource in ResourceTemplate.Common)
            metrics.EndpointKnown(HttpMethods.Get, resource);
        metrics.EndpointKnown(HttpMethods.Post, ResourceTemplate.Common[0]);
        foreach ((var name, var server) in options.Value.Servers)
        {
            var tokenHttp = new HttpMessageInvoker(new OutboundHandler(_ => TokenEndpoint, TokenClient.Timeout, metrics)
            {
                InnerHandler = connect(server, TokenRequest.Address(server)),
            });
            var tokens = new TokenManager(name, server, new TokenClient(server, tokenHttp, metrics.Time), metrics, logger);
            var root = server.Url!;
            var outbound = ServerGateway.CreateOutboundHandler(root, metrics);
            outbound.InnerHandler = connect(server, root);
            var http = new HttpMessageInvoker(new OAuthTokenHandler(tokens, metrics) { InnerHandler = outbound });
            _servers.Add(name, new ServerGateway(tokens, tokenHttp, http));
        }
    }

    public IReadOnlyCollection<ServerGateway> All => _servers.Values;

    public ServerGateway? Find(string? name) => name is null ? null : _servers.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var server in _servers.Values)
            server.Dispose();
    }
}
