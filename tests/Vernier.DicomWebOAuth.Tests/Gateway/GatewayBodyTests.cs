using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vernier.Testing;
using Vernier.Testing.Bodies;

namespace Vernier.DicomWebOAuth.Tests.Gateway;

/// <summary>Uploads through the gateway to a real server that reads them. They are streamed, so they have no limit.</summary>
public class GatewayBodyTests : RequestBodyContract
{
    protected override IReadOnlyList<string> Families { get; } = ["dicomweb_oauth_errors_total"];

    private protected override async Task<BodyServer> StartAsync(Action<KestrelServerOptions> configure)
    {
        var gateway = await TestGateway.StartAsync(kestrel: configure);
        gateway.Dicom.Handler = context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        BodyRoute[] routes =
        [
            new("POST /oauth-dicom-web/servers/main/studies HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/related; type=\"application/dicom\"; boundary=b\r\n", null),
            new("POST /oauth-dicom-web/servers/main/stow HTTP/1.1\r\nHost: localhost\r\n", null),
            new("PUT /oauth-dicom-web/servers/main/studies/1.2 HTTP/1.1\r\nHost: localhost\r\n", null),
            new("GET /oauth-dicom-web/servers/main/studies HTTP/1.1\r\nHost: localhost\r\n", null),
        ];
        return new BodyServer(gateway.Client.BaseAddress!, gateway, routes, gateway.Scrape);
    }

    private protected override Task UntilReadingAsync(BodyServer server, int bodies) => ((TestGateway)server.Application).Dicom.Requests.WaitForCountAsync(bodies);
}
