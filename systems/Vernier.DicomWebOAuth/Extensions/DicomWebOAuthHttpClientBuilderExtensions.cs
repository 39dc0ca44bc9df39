using Vernier.DicomWebOAuth;
using Vernier.DicomWebOAuth.Gateway;
using Vernier.DicomWebOAuth.Outbound;
using Vernier.DicomWebOAuth.Tokens;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds tokens of DICOMweb OAuth to HTTP clients.</summary>
public static class DicomWebOAuthHttpClientBuilderExtensions
{
    /// <summary>
    /// Sets the bearer token of a configured server on each request of an <see cref="HttpClient"/>. When the server responds with 401, the request
    /// is sent once more with a new token, if its body can be sent again. A request fails with a
    /// <see cref="Vernier.DicomWebOAuth.Errors.DicomWebOAuthException"/> if no token is available or the server is unreachable, and with an
    /// <see cref="InvalidOperationException"/> if it is addressed to another host than that of the server's <c>Url</c>.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="server">The configured name of the server.</param>
    /// <returns>The client.</returns>
    /// <exception cref="InvalidOperationException">The server is not configured; thrown when the client is created.</exception>
    public static IHttpClientBuilder AddDicomWebOAuth(this IHttpClientBuilder client, string server)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(server);
        return client
            .AddHttpMessageHandler(provider => new OAuthTokenHandler(Find(provider, server).Tokens, MetricsOf(provider)))
            // HttpClient has its own timeout.
            .AddHttpMessageHandler(provider => new NetworkErrorHandler(Timeout.InfiniteTimeSpan, MetricsOf(provider).Time))
            .AddHttpMessageHandler(provider =>
            {
                var root = Find(provider, server).Root;
                return new MeasuringHandler(request => ResourceTemplate.Of(request.Method.Method, root, request.RequestUri!), MetricsOf(provider));
            });
    }

    private static DicomWebOAuthMetrics MetricsOf(IServiceProvider provider) => provider.GetRequiredService<DicomWebOAuthMetrics>();

    private static ServerGateway Find(IServiceProvider provider, string server) => provider.GetRequiredService<ServerGateways>().Find(server)
        ?? throw new InvalidOperationException($"The DICOMweb OAuth server '{server}' is not configured.");
}
