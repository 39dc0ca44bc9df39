namespace Vernier.EndToEnd.Servers;

public class PrometheusServerTests
{
    [Fact]
    public async Task StartAsync_JobIsPrometheusItself_IsScrapedAndQueried()
    {
        var port = FreePort.Next();
        var job = new ScrapeJob("itself", $"127.0.0.1:{port}") { Interval = TimeSpan.FromMilliseconds(200) };
        await using var prometheus = await PrometheusServer.StartAsync(ScrapeJob.Configuration([job]), port);

        var up = await prometheus.WaitUntilAsync("up", samples => samples is [{ Value: 1 }]);
        up[0].Labels["job"].ShouldBe("itself");

        var build = await prometheus.QueryAsync("prometheus_build_info");
        build.ShouldHaveSingleItem().Labels.Keys.ShouldContain("version");
        (await prometheus.QueryAsync("scalar(vector(7))")).ShouldHaveSingleItem().Value.ShouldBe(7);
        (await prometheus.QueryAsync("vector(1) / 0")).ShouldHaveSingleItem().Value.ShouldBe(double.PositiveInfinity);
    }

    // One server for both assertions, because Prometheus takes five seconds until it scrapes a new target.
    [Fact]
    public async Task TargetsAndWait_PortIsClosed_TargetIsDownAndTheTimeoutShowsIt()
    {
        await using var prometheus = await PrometheusServer.StartAsync(new ScrapeJob("closed", $"127.0.0.1:{FreePort.Next()}", "/some/path"));
        await prometheus.WaitUntilAsync("up", samples => samples is [{ Value: 0 }]);

        var target = (await prometheus.TargetsAsync()).ShouldHaveSingleItem();
        target.Job.ShouldBe("closed");
        target.Url.AbsolutePath.ShouldBe("/some/path");
        target.Health.ShouldBe("down");
        target.LastError.ShouldContain("refused");

        var wait = prometheus.WaitUntilAsync("vector(1)", samples => samples is [{ Value: 2 }], TimeSpan.FromMilliseconds(300));
        var message = (await wait.ShouldThrowAsync<TimeoutException>()).Message;
        message.ShouldContain("{} 1");
        message.ShouldContain("refused");
    }

    [Fact]
    public async Task QueryAsync_NotPromQL_ThrowsWithTheMessageOfPrometheus()
    {
        await using var prometheus = await PrometheusServer.StartAsync();
        (await prometheus.QueryAsync("sum(").ShouldThrowAsync<InvalidOperationException>()).Message.ShouldContain("parse error");
    }

    [Fact]
    public async Task StartAsync_BadConfiguration_FailsWithPrometheusOutput()
    {
        var start = PrometheusServer.StartAsync("scrape_configs: nonsense", FreePort.Next());
        (await start.ShouldThrowAsync<InvalidOperationException>()).Message.ShouldContain("cannot unmarshal");
    }
}
