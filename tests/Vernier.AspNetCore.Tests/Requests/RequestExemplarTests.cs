using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Vernier.AspNetCore.Tests.Support;

namespace Vernier.AspNetCore.Tests.Requests;

public class RequestExemplarTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Theory]
    [InlineData("/orders", "01", true)]
    [InlineData("/orders", "00", false)]
    [InlineData("/metrics", "01", false)]
    public async Task Request_InATrace_HasAnExemplarIfSampledAndNotAScrape(string path, string flags, bool expected)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> o) => o.Parent.TraceFlags == ActivityTraceFlags.Recorded
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await TestApp.StartOnKestrelAsync(a =>
        {
            a.MapMetrics();
            a.MapGet("/orders", (RequestDelegate)(_ => Task.CompletedTask));
        });
        using var response = await app.GetAsync(path, ("traceparent", $"00-{Trace}-b7ad6b7169203331-{flags}"));
        await app.RequestEndedAsync();

        string?[] traces = [.. app.Read().Family(RequestSeries.Duration).Histogram(RequestSeries.Labels("GET", path, "200"))
            .Buckets.Select(bucket => bucket.Exemplar?.Labels["trace_id"]).OfType<string>()];
        traces.ShouldBe(expected ? [Trace] : []);
    }
}
