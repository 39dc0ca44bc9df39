using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting.Server;
using Vernier.Host.Serving;

namespace Vernier.Host.Demo;

/// <summary>
/// Stores an instance in the embedded DICOMweb server twice per second, and queries or retrieves one. One request in ten is for an unknown study, one in
/// forty for a server that is not configured. The token endpoint is unavailable for ten seconds per minute.
/// </summary>
internal sealed class DicomWebOAuthDemo(EmbeddedTokenEndpoint tokens, IServer server, IHostApplicationLifetime lifetime, TimeProvider time)
    : DemoTraffic(server, lifetime, time, TimeSpan.FromMilliseconds(500))
{
    private const string Root = $"/oauth-dicom-web/servers/{DicomWebOAuthModule.EmbeddedServer}/studies";

    private readonly long _run = time.GetUtcNow().ToUnixTimeSeconds();
    private int _sent;

    protected override async Task SendAsync(HttpClient client, CancellationToken stop)
    {
        var number = ++_sent;
        tokens.IsUnavailable = number % 120 is > 20 and <= 40;
        var study = $"1.2.3.{_run}.{number}";
        using var file = new ByteArrayContent(DemoInstance.Create(study, study + ".1", study + ".1.1"));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/dicom");
        using var body = new MultipartContent("related") { file };
        body.Headers.ContentType!.Parameters.Add(new NameValueHeaderValue("type", "\"application/dicom\""));
        (await client.PostAsync(new Uri(Root, UriKind.Relative), body, stop).ConfigureAwait(false)).Dispose();

        var path = number % 40 == 0 ? "/oauth-dicom-web/servers/nowhere/studies"
            : number % 10 == 0 ? Root + "/1.2.3.4"
            : number % 2 == 0 ? $"{Root}/{study}/series/{study}.1/instances/{study}.1.1"
            : $"{Root}?StudyInstanceUID={study}";
        (await client.GetAsync(new Uri(path, UriKind.Relative), stop).ConfigureAwait(false)).Dispose();
        if (number % 20 == 0)
            (await client.PostAsync(new Uri($"/dicomweb-oauth/servers/{DicomWebOAuthModule.EmbeddedServer}/test", UriKind.Relative), null, stop).ConfigureAwait(false)).Dispose();
    }
}
