using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Vernier.DicomWebOAuth.Tests;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.DicomWebOAuth;

/// <summary>A study of a gigabyte goes through the real host, whose memory stays as it is. What takes it is no archive: it counts the bytes and drops them.</summary>
public class LargeUploadTests
{
    private const long Size = 1L << 30;
    private const string Secret = "geheim-2f90";
    private const string Server = "systems:dicomweb-oauth:Servers:sink:";

    [Fact]
    public async Task Store_OneGigabyte_MemoryOfTheHostStaysFlat()
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
        // What is loaded and compiled with the first megabytes is not the upload's.
        (await StoreAsync(http, 32 << 20)).ShouldBe(HttpStatusCode.OK);
        received = 0;
        var before = await MemoryAsync(http);

        var upload = StoreAsync(http, Size);
        var most = before;
        var looks = 0;
        while (!upload.IsCompleted)
        {
            most = Math.Max(most, await MemoryAsync(http));
            looks++;
        }

        (await upload).ShouldBe(HttpStatusCode.OK);
        received.ShouldBe(Size);
        looks.ShouldBeGreaterThan(5);
        var after = await MemoryAsync(http);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"MiB before {before / (1 << 20):0}, at most {most / (1 << 20):0}, after {after / (1 << 20):0}"));
        (most - before).ShouldBeLessThan(64 << 20);
        (after - before).ShouldBeLessThan(64 << 20);
    }

    private static async Task<HttpStatusCode> StoreAsync(HttpClient http, long size)
    {
        using var content = new ZeroContent(size);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=x");
        using var answer = await http.PostAsync("oauth-dicom-web/servers/sink/studies", content);
        return answer.StatusCode;
    }

    /// <summary>The resident memory of the host, as it says itself.</summary>
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
