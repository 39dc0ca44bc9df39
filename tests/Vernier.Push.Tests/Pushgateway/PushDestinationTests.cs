using Vernier.Push.Pushgateway;

namespace Vernier.Push.Tests.Pushgateway;

public class PushDestinationTests
{
    [Theory]
    [InlineData("http://localhost:9091", "http://localhost:9091/metrics/job/j/instance/i/zone/eu")]
    [InlineData("https://host/push/", "https://host/push/metrics/job/j/instance/i/zone/eu")]
    [InlineData("http://host?tenant=1", "http://host/metrics/job/j/instance/i/zone/eu?tenant=1")]
    public void Of_Pushgateway_IsTheGroup(string url, string expected)
    {
        var destination = PushDestination.Of(Options(url));
        destination.Url.AbsoluteUri.ShouldBe(expected);
        destination.HasGroups.ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://vm:8428/api/v1/import/prometheus", "http://vm:8428/api/v1/import/prometheus?")]
    [InlineData("http://vm:8428/api/v1/write", "http://vm:8428/api/v1/import/prometheus?")]
    [InlineData("http://vm:8480/insert/0/prometheus/api/v1/write/", "http://vm:8480/insert/0/prometheus/api/v1/import/prometheus?")]
    [InlineData("http://vm/api/v1/write?extra_label=a%3Db", "http://vm/api/v1/import/prometheus?extra_label=a%3Db&")]
    public void Of_VictoriaMetrics_IsTheImportWithExtraLabels(string url, string expected)
    {
        var destination = PushDestination.Of(Options(url));
        destination.Url.AbsoluteUri.ShouldBe(expected + "extra_label=job%3Dj&extra_label=instance%3Di&extra_label=zone%3Deu");
        destination.HasGroups.ShouldBeFalse();
    }

    // The group of a process must not depend on the order in which its labels are set.
    [Fact]
    public void Of_SeveralGroupingLabels_AreSorted()
    {
        var options = Options("http://localhost:9091");
        options.GroupingKey["Zone"] = "a";
        options.GroupingKey["alpha"] = "b";
        PushDestination.Of(options).Url.AbsolutePath.ShouldBe("/metrics/job/j/instance/i/Zone/a/alpha/b/zone/eu");
    }

    private static PushgatewayOptions Options(string url)
    {
        var options = new PushgatewayOptions { Url = new Uri(url), Job = "j", Instance = "i" };
        options.GroupingKey["zone"] = "eu";
        return options;
    }
}
