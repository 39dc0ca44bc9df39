using System.IO.Compression;
using System.Net;
using Vernier.AspNetCore.Tests.Endpoints;
using Vernier.EndToEnd.Servers;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Host.Serving;

/// <summary>The metrics endpoint with typical and unusual requests.</summary>
public class MetricsEndpointTests(OrchestrixHost host) : IClassFixture<OrchestrixHost>
{
    private const string Text = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    [Theory]
    [InlineData(null, Text)]
    [InlineData("nonsense", Text)]
    [InlineData(";;q=x,,/", Text)]
    [InlineData("application/json", Text)]
    [InlineData("*/*", Text)]
    [InlineData("text/plain;version=0.0.4;q=0.5,application/openmetrics-text;version=1.0.0", OpenMetrics)]
    [InlineData(AcceptHeaders.Prometheus242, OpenMetrics)]
    public async Task Get_Accept_HasTheFormatOfTheContentType(string? accept, string contentType)
    {
        using var response = await SendAsync(HttpMethod.Get, "metrics", ("Accept", accept));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.NonValidated["Content-Type"].ToString().ShouldBe(contentType);
        var body = await response.Content.ReadAsByteArrayAsync();
        var scrape = contentType == Text ? PrometheusTextParser.Parse(body) : OpenMetricsParser.Parse(body);
        scrape.HasFamily("orchestrix_handler_duration_seconds").ShouldBeTrue();
        scrape.HasFamily("process_resident_memory_bytes").ShouldBeTrue();
    }

    [Fact]
    public async Task Head_Always_HasTheHeadersAndNoBody()
    {
        using var response = await SendAsync(HttpMethod.Head, "metrics");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.NonValidated["Content-Type"].ToString().ShouldBe(Text);
        response.Content.Headers.ContentLength.ShouldNotBeNull().ShouldBeGreaterThan(1000);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_Names_HasNothingElse()
    {
        var scrape = PrometheusTextParser.Parse(await host.Http.GetByteArrayAsync("metrics?name[]=orchestrix_messages_total&name[]=vernier_series"));

        scrape.Families.Select(family => family.Name).ShouldBe(["orchestrix_messages_total", "vernier_series"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("text/plain", Text, "")]
    [InlineData(AcceptHeaders.Prometheus242, OpenMetrics, "# EOF\n")]
    public async Task Get_UnknownName_IsValidAndHasNoFamily(string accept, string contentType, string body)
    {
        using var response = await SendAsync(HttpMethod.Get, "metrics?name[]=no_such_family", ("Accept", accept));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.NonValidated["Content-Type"].ToString().ShouldBe(contentType);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Fact]
    public async Task Get_Gzip_IsSmallerAndTheSameInside()
    {
        var plain = (await host.Http.GetByteArrayAsync("metrics")).Length;
        using var response = await SendAsync(HttpMethod.Get, "metrics", ("Accept-Encoding", "gzip"));

        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        var compressed = await response.Content.ReadAsByteArrayAsync();
        compressed.Length.ShouldBeLessThan(plain / 2);
        using var unpacked = new MemoryStream();
        await new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress).CopyToAsync(unpacked);
        PrometheusTextParser.Parse(unpacked.ToArray()).HasFamily("orchestrix_errors_total").ShouldBeTrue();
    }

    [Fact]
    public async Task Delete_Always_IsAProblem() => await host.Http.DeleteAsync("metrics").ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed);

    // No exceptions are necessary. A name that is given by a system and rejected by promtool would be excluded here, with its reason.
    [Fact]
    public async Task Get_AfterSomeOrders_PromtoolReportsNothing()
    {
        (await host.PlaceAsync("ORD-LINT")).Dispose();
        (await host.PlaceAsync("ORD-LINT")).Dispose();
        (await host.PlaceAsync("ORD-WRONG", quantity: 0)).Dispose();

        var findings = await Promtool.CheckMetricsAsync(await host.Http.GetStringAsync("metrics"));

        findings.Lines.ShouldBeEmpty();
        findings.ExitCode.ShouldBe(0);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach ((var name, var value) in headers)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        return await host.Http.SendAsync(request);
    }
}
