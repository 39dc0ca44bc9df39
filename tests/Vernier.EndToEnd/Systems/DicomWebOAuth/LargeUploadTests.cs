using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Vernier.DicomWebOAuth.Tests;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.DicomWebOAuth;

/// <summary>Stores a study of one gigabyte through the real host and checks its memory. The server behind it counts the bytes and discards them.</summary>
public class LargeUploadTests
{
    private const long Size = 1L << 30;
    private const string Secret = "geheim-2f90";
    private const string Server = "systems:dicomweb-oauth:Servers:sink:";

    [Fact]
    public async Task Store_OneGigabyte_MemoryOfTheHostIsConstant()
    {
        long received = 0;
        await using var sink = await StartSinkAsync(count => Interlocked.Add(ref received, count));
        await using var tokens = await GlewlwydServer.StartNewAsync(Secret);
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        string[] settings =
        [
            $"systems:dicomweb-oauth:port={address.Port}",
            $"{Server}Url={sink.Urls.Single()}/dicom-web",
            $"{Server}TokenEndpoint={tokens.TokenAddress}",
            $"{Server}ClientId={GlewlwydServer.ClientId}",
            $"{Server}Scope={GlewlwydServer.Scope}",
            $"{Server}ClientSecret={Secret}",
        ];
        await using var host = await HostProcess.StartAsync(
            new(address, "dicomweb-oauth/metrics"), new HostSetup(["--only", "dicomweb-oauth", .. settings.SelectMany(s => new[] { "--set", s })]));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        // Loads and compiles the code before the memory is measured.
        (await StoreAsync(http, 32 << 20)).ShouldBe(HttpStatusCode.OK);
        received = 0;
        var before = await MemoryAsync(http);

        var upload = StoreAsync(http, Size);
        var peak = before;
        var samples = 0;
        while (!upload.IsCompleted)
        {
            peak = Math.Max(peak, await MemoryAsync(http));
            samples++;
        }

        (await upload).ShouldBe(HttpStatusCode.OK);
        received.ShouldBe(Size);
        samples.ShouldBeGreaterThan(5);
        var after = await MemoryAsync(http);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"MiB before {before / (1 << 20):0}, peak {peak / (1 << 20):0}, after {after / (1 << 20):0}"));
        (peak - before).ShouldBeLessThan(64 << 20);
        (after - before).ShouldBeLessThan(64 << 20);
    }

    private static async Task<HttpStatusCode> StoreAsync(HttpClient http, long size)
    {
        using var content = new ZeroContent(size);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=x");
        using var response = await http.PostAsync("oauth-dicom-web/servers/sink/studies", content);
        return response.StatusCode;
    }

    /// <summary>Gets the resident memory of the host from its metrics.</summary>
    private static async Task<double> MemoryAsync(HttpClient http)
    {
        const string name = "process_resident_memory_bytes ";
        var metrics = await http.GetStringAsync("dicomweb-oauth/metrics");
        return double.Parse(metrics.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
    }

    private static async Task<WebApplication> StartSinkAsync(Action<int> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null).UseUrls("http://127.0.0.1:0");
        var sink = builder.Build();
        sink.Run(async context =>
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
                received(read);
        });
        await sink.StartAsync();
        return sink;
    }
}
