using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.DicomWebOAuth.Outbound;
using Vernier.DicomWebOAuth.Servers;
using Vernier.DicomWebOAuth.Tokens;

namespace Vernier.DicomWebOAuth.Gateway;

/// <summary>The configured servers by name.</summary>
internal sealed class ServerGateways : IDisposable
{
    /// <summary>The label value of calls to token endpoints.</summary>
    public const string TokenEndpoint = "/token";

    private readonly Dictionary<string, ServerGateway> _servers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates the token managers and connections.</summary>
    /// <param name="options">The settings; validated when they are read.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="createHandler">Creates the handler of a server, which is used for its DICOMweb service and its token endpoint.</param>
    /// <param name="loggers">Creates the loggers.</param>
    public ServerGateways(
        IOptions<DicomWebOAuthOptions> options, DicomWebOAuthMetrics metrics, Func<DicomWebServerOptions, HttpMessageHandler> createHandler, ILoggerFactory loggers)
    {
        ILogger logger = loggers.CreateLogger<TokenManager>();
        metrics.EndpointMapped(HttpMethods.Post, TokenEndpoint);
        foreach (var resource in ResourceTemplate.Common)
            metrics.EndpointMapped(HttpMethods.Get, resource);
        metrics.EndpointMapped(HttpMethods.Post, ResourceTemplate.Common[0]);
        foreach (var (name, server) in options.Value.Servers)
        {
            var connections = createHandler(server);
            var tokenHttp = new HttpMessageInvoker(new NetworkErrorHandler(TokenClient.Timeout, metrics.Time)
            {
                InnerHandler = new MeasuringHandler(_ => TokenEndpoint, metrics) { InnerHandler = connections },
            });
            var tokens = new TokenManager(name, server, new TokenClient(server, tokenHttp, metrics.Time), metrics, logger);
            var root = server.Url!;
            var http = new HttpMessageInvoker(new OAuthTokenHandler(tokens, metrics)
            {
                InnerHandler = new MeasuringHandler(request => ResourceTemplate.Of(request.Method.Method, root, request.RequestUri!), metrics) { InnerHandler = connections },
            });
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
