using Vernier.Catalog;

namespace Vernier.Tests.Catalog;

public class SloDefinitionTests
{
    private static readonly HistogramDefinition Duration = new("app_duration_seconds", "Durations.") { Buckets = [0.5, 1, 5] };

    [Fact]
    public void Latency_BucketBound_SelectsTheBucket()
    {
        var slo = SloDefinition.Latency("app-latency", 0.99, Duration, 1, "Fast.", "runbook.md");

        slo.Good.ShouldNotBeNull().ToString().ShouldBe("app_duration_seconds_bucket{le=\"1.0\"}");
        slo.Total.ToString().ShouldBe("app_duration_seconds_count");
        slo.Bad.ShouldBeNull();
        slo.Window.ShouldBe(TimeSpan.FromDays(30));
    }

    [Fact]
    public void Latency_ThresholdOtherThanABound_Throws() =>
        Should.Throw<MetricDefinitionException>(() => SloDefinition.Latency("app-latency", 0.99, Duration, 2, "Fast.", "runbook.md"))
            .Message.ShouldBe("Objective app-latency: the threshold 2 is not a bucket bound of app_duration_seconds; its bounds are 0.5, 1, 5.");
}
