using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Endpoints;

public class MetricsEndpointTests
{
    private const string Text = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    [Theory]
    [InlineData(null, Text)]
    [InlineData("", Text)]
    [InlineData(AcceptHeaders.Curl, Text)]
    [InlineData(AcceptHeaders.Firefox, Text)]
    [InlineData(AcceptHeaders.Prometheus242, OpenMetrics)]
    [InlineData(AcceptHeaders.Prometheus3, OpenMetrics)]
    [InlineData(AcceptHeaders.Prometheus3WithNativeHistograms, OpenMetrics)]
    [InlineData("text/plain", Text)]
    [InlineData("application/openmetrics-text", OpenMetrics)]
    [InlineData("application/openmetrics-text;q=0.3, text/plain;q=0.4", Text)]
    [InlineData("application/openmetrics-text;q=0, */*;q=0.1", Text)]
    [InlineData("application/openmetrics-text;version=9.9.9", Text)]
    [InlineData("image/png", Text)]
    [InlineData(";;;,,,q=;=;", Text)]
    public async Task Get_AcceptHeader_SelectsTheFormat(string? accept, string contentType)
    {
        await using var app = await StartAsync();
        using var response = await app.GetAsync("/metrics", accept is null ? [] : [("Accept", accept)]);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.GetValues("Content-Type").ShouldHaveSingleItem().ShouldBe(contentType);
        Parse(contentType, await response.Content.ReadAsByteArrayAsync()).HasFamily(contentType == Text ? "shop_orders_total" : "shop_orders").ShouldBeTrue();
    }

    [Fact]
    public async Task Get_SeveralAcceptHeaders_AreCombined()
    {
        await using var app = await StartAsync();
        using var response = await app.GetAsync("/metrics", ("Accept", "text/plain;q=0.5"), ("Accept", "application/openmetrics-text"));
        response.Content.Headers.GetValues("Content-Type").ShouldHaveSingleItem().ShouldBe(OpenMetrics);
    }

    [Fact]
    public async Task Get_WithoutCompression_HasContentLengthAndNoStore()
    {
        await using var app = await StartAsync();
        using var response = await app.GetAsync("/metrics");

        response.Content.Headers.ContentLength.ShouldBe((await response.Content.ReadAsByteArrayAsync()).Length);
        response.Content.Headers.ContentEncoding.ShouldBeEmpty();
        response.Headers.Vary.ShouldBe(["Accept", "Accept-Encoding"]);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Get_AcceptsGzip_IsCompressedWithTheSameContent()
    {
        await using var app = await StartAsync(registry => registry.Counter("long_total", new string('x', 100_000)));
        using var response = await app.GetAsync("/metrics?name[]=long_total", ("Accept-Encoding", "gzip"));

        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        response.Headers.Vary.ShouldBe(["Accept", "Accept-Encoding"]);
        var packed = await response.Content.ReadAsByteArrayAsync();
        packed.Length.ShouldBeLessThan(10_000);
        response.Content.Headers.ContentLength.ShouldBe(packed.Length);
        Unpack(packed).ShouldBe(await app.Client.GetByteArrayAsync("/metrics?name[]=long_total"));
    }

    [Fact]
    public async Task Get_SmallBody_IsNotCompressed()
    {
        await using var app = await StartAsync();
        using var response = await app.GetAsync("/metrics?name[]=shop_orders_total", ("Accept-Encoding", "gzip"));
        response.Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await response.Content.ReadAsStringAsync()).ShouldBe(Orders);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    public async Task Head_Metrics_HasTheHeadersOfGetAndNoBody(string encoding)
    {
        await using var app = await StartAsync(registry => registry.Counter("long_total", new string('x', 10_000)));
        const string Path = "/metrics?name[]=long_total";
        using var get = await app.GetAsync(Path, ("Accept-Encoding", encoding));
        var request = new HttpRequestMessage(HttpMethod.Head, Path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        using var head = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.ToString().ShouldBe(get.ToString());
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name[]=shop_orders_total", "shop_orders_total")]
    [InlineData("name%5B%5D=shop_orders_total", "shop_orders_total")]
    [InlineData("name[]=shop_orders_total&name[]=shop_wait_seconds", "shop_orders_total shop_wait_seconds")]
    [InlineData("name[]=shop_wait_seconds_bucket&name[]=no_such", "shop_wait_seconds")]
    public async Task Get_Names_SelectFamilies(string query, string families)
    {
        await using var app = await StartAsync();
        var body = await app.Client.GetByteArrayAsync("/metrics?" + query);
        string.Join(' ', PrometheusTextParser.Parse(body).Families.Select(family => family.Name)).ShouldBe(families);
    }

    [Theory]
    [InlineData("text/plain", "")]
    [InlineData("application/openmetrics-text", "# EOF\n")]
    public async Task Get_UnknownNames_IsEmptyAndValid(string accept, string body)
    {
        await using var app = await StartAsync();
        using var response = await app.GetAsync("/metrics?name[]=no_such&name[]=", ("Accept", accept));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task AnotherMethod_IsNotAllowed(string method)
    {
        await using var app = await StartAsync();
        using var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/metrics"));
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Order().ShouldBe(["GET", "HEAD"]);
    }

    private const string Orders = "# HELP shop_orders_total Orders.\n# TYPE shop_orders_total counter\nshop_orders_total 3\n";

    private static Task<TestApp> StartAsync(Action<MetricRegistry>? register = null) => TestApp.StartAsync(app =>
    {
        app.MapMetrics();
        var registry = app.Services.GetRequiredService<MetricRegistry>();
        registry.Counter("shop_orders_total", "Orders.").Inc(3);
        registry.Histogram("shop_wait_seconds", "Waiting.").Observe(0.2);
        register?.Invoke(registry);
    });

    private static ParsedExposition Parse(string contentType, byte[] body) =>
        contentType == Text ? PrometheusTextParser.Parse(body) : OpenMetricsParser.Parse(body);

    private static byte[] Unpack(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
