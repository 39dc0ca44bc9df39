using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Vernier.AspNetCore.Endpoints;
using Vernier.AspNetCore.Requests;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Requests;

public class RequestRecorderTests
{
    [Theory]
    [InlineData(HttpRequestNaming.OpenTelemetry)]
    [InlineData(HttpRequestNaming.PrometheusNet)]
    public void Recorder_InTheSteadyState_AllocatesNothing(HttpRequestNaming naming)
    {
        var recorder = RecorderOf(naming, new MetricRegistry());
        var request = new MeasuredRequest(Context(), recorder);

        Allocations.Of(() =>
        {
            recorder.InProgress(request).Inc();
            recorder.InProgress(request).Dec();
            recorder.Completed(request, RequestStatus.TextOf(500), typeof(InvalidOperationException).FullName, 0.01);
        }).ShouldBe(0);
    }

    [Fact]
    public async Task Middleware_InASampledTrace_KeepsAnExemplarExceptForScrapes()
    {
        var registry = new MetricRegistry();
        var middleware = new HttpRequestMiddleware(
            context =>
            {
                // Without a route, so that all requests have the same labels.
                if (context.Request.Path == "/metrics")
                    context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(ScrapeEndpointMetadata.Instance), "Metrics"));
                return Task.CompletedTask;
            },
            RecorderOf(HttpRequestNaming.OpenTelemetry, registry),
            registry.TimeProvider);
        using var request = Sampled();
        await middleware.InvokeAsync(Context("/metrics"));
        Bucket(registry).Exemplar.ShouldBeNull();
        Activity.Current.ShouldBe(request);

        await middleware.InvokeAsync(Context());
        Bucket(registry).Exemplar.ShouldNotBeNull().Labels["trace_id"].ShouldBe(request.TraceId.ToHexString());

        using var scrape = Sampled();
        await middleware.InvokeAsync(Context("/metrics"));
        Bucket(registry).Exemplar.ShouldNotBeNull().Labels["trace_id"].ShouldBe(request.TraceId.ToHexString());
        Bucket(registry).CumulativeCount.ShouldBe(3);
    }

    [Theory]
    [InlineData("http", "HTTP/1.1", "http", "1.1")]
    [InlineData("http", "HTTP/1.0", "http", "1.0")]
    [InlineData("https", "HTTP/2", "https", "2")]
    [InlineData("https", "HTTP/3", "https", "3")]
    [InlineData("made-up", "HTTP/9", "_OTHER", "_OTHER")]
    public async Task Middleware_SchemeAndVersion_AreBounded(string scheme, string protocol, string schemeLabel, string versionLabel)
    {
        var registry = new MetricRegistry();
        var context = Context();
        (context.Request.Scheme, context.Request.Protocol) = (scheme, protocol);
        await new HttpRequestMiddleware(_ => Task.CompletedTask, RecorderOf(HttpRequestNaming.OpenTelemetry, registry), registry.TimeProvider).InvokeAsync(context);
        var labels = PrometheusTextParser.Parse(registry.ToText()).Family(RequestSeries.Duration).Histograms().ShouldHaveSingleItem().Labels;
        labels["url_scheme"].ShouldBe(schemeLabel);
        labels["network_protocol_version"].ShouldBe(versionLabel);
    }

    // Forwarded headers change the scheme after the request has started.
    [Fact]
    public async Task Middleware_SchemeChanges_TheGaugeReturnsToZero()
    {
        var registry = new MetricRegistry();
        var inside = "";
        var middleware = new HttpRequestMiddleware(
            context =>
            {
                context.Request.Scheme = "https";
                context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/orders"), 0, null, null));
                inside = registry.ToText();
                return Task.CompletedTask;
            },
            RecorderOf(HttpRequestNaming.OpenTelemetry, registry),
            registry.TimeProvider);
        await middleware.InvokeAsync(Context());
        inside.ShouldContain("http_server_active_requests{http_request_method=\"GET\",url_scheme=\"https\"} 1\n");
        inside.ShouldContain("http_server_active_requests{http_request_method=\"GET\",url_scheme=\"http\"} 0\n");
        registry.ToText().ShouldContain("http_server_active_requests{http_request_method=\"GET\",url_scheme=\"https\"} 0\n");
    }

    private static IRequestRecorder RecorderOf(HttpRequestNaming naming, MetricRegistry registry) =>
        naming == HttpRequestNaming.OpenTelemetry ? new OpenTelemetryRecorder(registry, [100]) : new PrometheusNetRecorder(registry, [100]);

    private static DefaultHttpContext Context(string path = "/orders") =>
        new() { Request = { Method = "GET", Scheme = "http", Protocol = "HTTP/1.1", Path = path } };

    private static Activity Sampled() => new Activity("request") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start();

    private static BucketView Bucket(MetricRegistry registry) => OpenMetricsParser.Parse(registry.ToText(ExpositionFormat.OpenMetrics))
        .Family(RequestSeries.Duration).Histograms().ShouldHaveSingleItem().Buckets[0];
}
