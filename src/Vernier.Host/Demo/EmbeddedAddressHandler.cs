using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Vernier.Host.Demo;

/// <summary>Sends requests for the embedded servers to the host itself. Its port may be unknown until it listens.</summary>
internal sealed class EmbeddedAddressHandler(IServer server, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = ReachableAddress.Of(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        request.RequestUri = new UriBuilder(request.RequestUri!) { Host = address.Host, Port = address.Port }.Uri;
        return base.SendAsync(request, cancellationToken);
    }
}
