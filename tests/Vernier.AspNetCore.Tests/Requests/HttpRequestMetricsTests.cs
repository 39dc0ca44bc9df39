using System.Diagnostics;
using Vernier.AspNetCore.Requests;
using Vernier.Exposition;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Requests;

public class HttpRequestMetricsTests
{
    private static readonly HttpRequestLabels Labels = new(HttpVerb.Get, "/orders/{id}", "200");

    [Fact]
    public void RequestEnded_InTheSteadyState_AllocatesNothing()
    {
        var metrics = new HttpRequestMetrics(new MetricRegistry(), [0.1, 1]);
        for (var i = 0; i < 1000; i++)
            Record(metrics); // The series become busy and get their cells.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Record(metrics);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void RequestEnded_InASampledTrace_KeepsAnExemplarExceptForScrapes()
    {
        var registry = new MetricRegistry();
        var metrics = new HttpRequestMetrics(registry, [100]);
        using var request = Sampled();
        metrics.ScrapeEnded(metrics.RequestStarted(HttpVerb.Get), in Labels);
        Bucket(registry).Exemplar.ShouldBeNull();
        Activity.Current.ShouldBe(request);

        metrics.RequestEnded(metrics.RequestStarted(HttpVerb.Get), in Labels);
        Bucket(registry).Exemplar.ShouldNotBeNull().Labels["trace_id"].ShouldBe(request.TraceId.ToHexString());

        using var scrape = Sampled();
        metrics.ScrapeEnded(metrics.RequestStarted(HttpVerb.Get), in Labels);
        Bucket(registry).Exemplar.ShouldNotBeNull().Labels["trace_id"].ShouldBe(request.TraceId.ToHexString());
        Bucket(registry).CumulativeCount.ShouldBe(3);
    }

    private static void Record(HttpRequestMetrics metrics)
    {
        var started = metrics.RequestStarted(RequestMethod.VerbOf("GET"));
        metrics.RequestEnded(started, new HttpRequestLabels(HttpVerb.Get, "/orders/{id}", RequestStatus.TextOf(200)));
    }

    private static Activity Sampled() => new Activity("request") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start();

    private static BucketView Bucket(MetricRegistry registry) => OpenMetricsParser.Parse(registry.ToText(ExpositionFormat.OpenMetrics))
        .Family("http_server_request_duration_seconds").Histograms().ShouldHaveSingleItem().Buckets[0];
}
