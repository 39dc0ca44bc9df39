using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Tunnels;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Tunnels;

public class TunnelLifecycleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Site_ConnectsAndDisconnects_UpdatesStateAndMetrics()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a", "eu");
        host.Metric("pangolin_site_online", ("site_id", "s-a"), ("transport", "websocket")).ShouldBe(0);
        host.Metric("pangolin_site_active_sites", ("region", "eu")).ShouldBe(0);
        host.States.Of("s-a").Since.ShouldBeNull();
        var changes = 0;
        host.States.OnChanged(_ => changes++);

        var site = await host.ConnectAsync("s-a", "web=http://127.0.0.1:9");
        site.IsConnected.ShouldBeTrue();
        var state = host.States.Of("s-a");
        state.Online.ShouldBeTrue();
        state.Transports.ShouldBe([Transport.Websocket]);
        state.RemoteAddress.ShouldBe("127.0.0.1");
        state.Version.ShouldBe(ProductVersion.Text);
        host.Hub.LocalSites.ShouldBe(["s-a"]);
        host.Metric("pangolin_site_online", ("site_id", "s-a"), ("transport", "websocket")).ShouldBe(1);
        host.Metric("pangolin_tunnel_up", ("site_id", "s-a"), ("transport", "websocket")).ShouldBe(1);
        host.Metric("pangolin_site_active_sites", ("region", "eu")).ShouldBe(1);
        host.Metric("pangolin_ws_active_connections", ("site_id", "s-a")).ShouldBe(1);
        host.Metric("pangolin_ws_connections_total", ("site_id", "s-a"), ("result", "success")).ShouldBe(1);
        host.Metric("pangolin_site_handshake_latency_seconds_count", ("site_id", "s-a"), ("transport", "websocket")).ShouldBe(1);
        await Waiting.UntilAsync(
            () => RoundTrips(host) >= 1,
            "a round trip is measured");

        await site.StopAsync(Cancellation).WithTimeout();
        site.IsConnected.ShouldBeFalse();
        await Waiting.UntilAsync(() => host.Metric("pangolin_ws_active_connections", ("site_id", "s-a")) == 0, "the tunnel has ended");
        host.Hub.LocalSites.ShouldBeEmpty();
        host.States.Of("s-a").Online.ShouldBeFalse();
        host.Metric("pangolin_site_online", ("site_id", "s-a"), ("transport", "websocket")).ShouldBe(0);
        host.Metric("pangolin_tunnel_up", ("site_id", "s-a"), ("transport", "websocket")).ShouldBe(0);
        host.Metric("pangolin_site_active_sites", ("region", "eu")).ShouldBe(0);
        host.Metric("pangolin_site_connection_drops_total", ("site_id", "s-a")).ShouldBe(0);
        changes.ShouldBe(2);
    }

    [Fact]
    public async Task Site_WithRegion_CountsUnlessTheServerHasOne()
    {
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        await host.AddSiteAsync("s-b", "us");
        foreach (var id in new[] { "s-a", "s-b" })
        {
            var options = host.SiteOptions(id, "web=http://127.0.0.1:9");
            options.Region = "asia";
            await host.ConnectAsync(options);
        }
        host.Metric("pangolin_site_active_sites", ("region", "asia")).ShouldBe(1);
        host.Metric("pangolin_site_active_sites", ("region", "us")).ShouldBe(1);
    }

    [Fact]
    public async Task Site_ConnectedTwice_ClosesTheOlderConnectionWithAReason()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        var older = host.Hub.Find("s-a");
        await host.ConnectAsync(host.SiteOptions("s-a", $"web={backend.Address}"));
        await Waiting.UntilAsync(() => host.Hub.Find("s-a") != older, "the new connection is used");
        await Waiting.UntilAsync(() => host.Metric("pangolin_ws_active_connections", ("site_id", "s-a")) == 1, "the older connection has ended");
        (await host.GetAsync("s-a", "web")).ShouldBe("hello");
        await Waiting.UntilAsync(() => host.Logs.ToString().Contains("Another process connected as site s-a"), "the older site logs the reason");
        host.Metric("pangolin_tunnel_reconnects_total", ("site_id", "s-a"), ("transport", "websocket"), ("reason", "replaced")).ShouldBe(1);
        host.Metric("pangolin_site_connection_drops_total", ("site_id", "s-a")).ShouldBe(0);
        host.States.Of("s-a").Online.ShouldBeTrue();
    }

    [Fact]
    public async Task Tunnel_CutDuringAResponse_FailsTheResponseAndReconnects()
    {
        await using var backend = await Backend.StartAsync(async http =>
        {
            await http.Response.WriteAsync("begin");
            await http.Response.Body.FlushAsync();
            if (http.Request.Path == "/slow")
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await using var host = await PangolinHost.StartAsync();
        await using var relay = new Relay(host.Address);
        await host.AddSiteAsync("s-a");
        var options = host.SiteOptions("s-a", $"web={backend.Address}");
        options.Server = relay.Address;
        var site = await host.ConnectAsync(options);
        var first = host.Hub.Find("s-a");
        using var response = await host.SendAsync("s-a", SiteRequest.To("web", "/slow"));
        var reading = response.Content.ReadAsStringAsync(Cancellation);

        relay.Cut();
        await Should.ThrowAsync<HttpRequestException>(() => reading.WithTimeout());
        await Waiting.UntilAsync(() => host.Hub.Find("s-a") is { } link && link != first, "the site has connected again");
        (await host.GetAsync("s-a", "web")).ShouldBe("begin");
        await Should.ThrowAsync<HttpRequestException>(() => first!.Client.SendAsync(SiteRequest.To("web"), Cancellation).WithTimeout());
        host.Metric("pangolin_site_connection_drops_total", ("site_id", "s-a")).ShouldBe(1);
        host.Metric("pangolin_tunnel_reconnects_total", ("site_id", "s-a"), ("transport", "websocket"), ("reason", "backoff")).ShouldBe(1);
        host.Metric("pangolin_ws_active_connections", ("site_id", "s-a")).ShouldBe(1);
        site.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task Tunnel_SilentLink_IsClosedByBothSidesAndReconnects()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await PangolinHost.StartAsync(["tunnels:ping_interval=00:00:00.2", "tunnels:ping_timeout=00:00:00.5"]);
        await using var relay = new Relay(host.Address);
        await host.AddSiteAsync("s-a");
        var options = host.SiteOptions("s-a", $"web={backend.Address}");
        options.Server = relay.Address;
        options.ConnectTimeout = TimeSpan.FromSeconds(1);
        var site = await host.ConnectAsync(options);
        (await host.GetAsync("s-a", "web")).ShouldBe("hello");

        relay.Stall();
        await Waiting.UntilAsync(() => host.Hub.Find("s-a") is null && !site.IsConnected, "both sides notice");
        relay.Resume();
        await Waiting.UntilAsync(() => host.Hub.Find("s-a") is not null, "the site has connected again");
        (await host.GetAsync("s-a", "web")).ShouldBe("hello");
        host.Metric("pangolin_tunnel_reconnects_total", ("site_id", "s-a"), ("transport", "websocket"), ("reason", "ping_timeout")).ShouldBe(1);
        host.Metric("pangolin_site_connection_drops_total", ("site_id", "s-a")).ShouldBe(1);
        host.Logs.ToString().ShouldContain("Site s-a sent nothing for");
    }

    [Fact]
    public async Task Tunnel_IdleForSeveralHeartbeatsOfKestrel_StaysOpen()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await PangolinHost.StartAsync(["tunnels:ping_interval=00:00:00.1"]);
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        var link = host.Hub.Find("s-a");

        // A heartbeat is a second, and Kestrel cannot be given another clock.
        await Waiting.UntilAsync(
            () => RoundTrips(host) > 25, "25 pings got their pong");
        host.Hub.Find("s-a").ShouldBe(link);
        (await host.GetAsync("s-a", "web")).ShouldBe("hello");
    }

    [Fact]
    public async Task Tunnel_IdleForThreeMinutes_StaysOpen()
    {
        var time = new ManualTime();
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await PangolinHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        await host.AddSiteAsync("s-a");
        await host.ConnectAsync(host.SiteOptions("s-a", $"web={backend.Address}"), time);
        var link = host.Hub.Find("s-a");
        (await host.GetAsync("s-a", "web")).ShouldBe("hello");
        for (var pings = 1; pings <= 19; pings++)
        {
            var expected = pings;
            await Waiting.UntilAsync(
                () => RoundTrips(host) >= expected, $"ping {expected} got its pong");
            time.Advance(TimeSpan.FromSeconds(10));
        }
        host.Hub.Find("s-a").ShouldBe(link);
        (await host.GetAsync("s-a", "web")).ShouldBe("hello");
        host.Metric("pangolin_site_uptime_seconds_total", ("site_id", "s-a")).ShouldBeGreaterThanOrEqualTo(180);
    }

    [Fact]
    public async Task Server_Stopped_CompletesRequestsAndTheSiteConnectsToTheNextOne()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            if (http.Request.Path == "/slow")
            {
                started.SetResult();
                await release.Task;
            }
            await http.Response.WriteAsync("complete");
        });
        using var folder = new TemporaryFolder();
        var first = await PangolinHost.StartAsync(folder: folder.Combine("data"));
        await first.AddSiteAsync("s-a");
        await using var site = new Vernier.Pangolin.Agent.PangolinSite(first.SiteOptions("s-a", $"web={backend.Address}"));
        await site.StartAsync(Cancellation);
        await Waiting.UntilAsync(() => first.Hub.Find("s-a") is not null, "the site is connected");
        var request = first.GetAsync("s-a", "web", "/slow");
        await started.Task.WithTimeout();

        var stopping = first.StopAsync(Cancellation);
        await Waiting.UntilAsync(() => first.Hub.Find("s-a") is null, "the tunnel is closing");
        request.IsCompleted.ShouldBeFalse();
        release.SetResult();
        (await request.WithTimeout()).ShouldBe("complete");
        await stopping.WithTimeout();
        var port = first.Address.Port;
        await first.DisposeAsync();

        await using var second = await PangolinHost.StartAsync(folder: folder.Combine("data"), port: port);
        await Waiting.UntilAsync(() => second.Hub.Find("s-a") is not null, "the site is connected to the next server");
        (await second.GetAsync("s-a", "web")).ShouldBe("complete");
        second.Metric("pangolin_tunnel_reconnects_total", ("site_id", "s-a"), ("transport", "websocket"), ("reason", "restart")).ShouldBe(1);
    }

    [Fact]
    public async Task Site_Stopped_CompletesRequests()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            started.SetResult();
            await release.Task;
            await http.Response.WriteAsync("complete");
        });
        await using var host = await PangolinHost.StartAsync();
        var site = await host.ConnectAsync("s-a", $"web={backend.Address}");
        var request = host.GetAsync("s-a", "web");
        await started.Task.WithTimeout();
        var stopping = site.StopAsync(Cancellation);
        await Waiting.UntilAsync(() => host.Hub.Find("s-a") is null, "the server sends no new requests");
        release.SetResult();
        (await request.WithTimeout()).ShouldBe("complete");
        await stopping.WithTimeout();
        await Waiting.UntilAsync(() => host.Metric("pangolin_ws_active_connections", ("site_id", "s-a")) == 0, "the tunnel has ended");
        host.Metric("pangolin_site_connection_drops_total", ("site_id", "s-a")).ShouldBe(0);
    }

    [Fact]
    public async Task Site_StoppedWithAHangingRequest_EndsAfterTheDrainTimeout()
    {
        var started = new TaskCompletionSource();
        await using var backend = await Backend.StartAsync(async http =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await using var host = await PangolinHost.StartAsync();
        await host.AddSiteAsync("s-a");
        var options = host.SiteOptions("s-a", $"web={backend.Address}");
        options.DrainTimeout = TimeSpan.FromSeconds(0.5);
        var site = await host.ConnectAsync(options);
        var request = host.GetAsync("s-a", "web");
        await started.Task.WithTimeout();
        await site.StopAsync(Cancellation).WithTimeout();
        await Should.ThrowAsync<HttpRequestException>(() => request.WithTimeout());
    }

    [Fact]
    public async Task Site_Deleted_IsClosedAndLosesItsSeries()
    {
        await using var host = await PangolinHost.StartAsync();
        var site = await host.ConnectAsync("s-a", "web=http://127.0.0.1:9");
        await host.DeleteSiteAsync("s-a");
        await Waiting.UntilAsync(() => !site.IsConnected, "the site is disconnected");
        await Waiting.UntilAsync(() => host.Logs.ToString().Contains("The server closes the connection: site_deleted."), "the reason is logged");
        host.Scrape().Samples.ShouldNotContain(sample => sample.Name == "pangolin_site_online");
        host.Scrape().Samples.ShouldNotContain(sample => sample.Name == "pangolin_ws_active_connections");
        host.Scrape().Samples.ShouldNotContain(sample => sample.Name == "pangolin_site_connection_drops_total");
    }

    [Fact]
    public async Task Site_SecretChanged_IsClosed()
    {
        await using var host = await PangolinHost.StartAsync();
        var site = await host.ConnectAsync("s-a", "web=http://127.0.0.1:9");
        await host.UpdateSiteAsync("s-a", "", "another secret");
        await Waiting.UntilAsync(() => !site.IsConnected, "the site is disconnected");
        await Waiting.UntilAsync(() => host.Logs.ToString().Contains("The server closes the connection: secret_changed."), "the reason is logged");
    }

    [Fact]
    public async Task HealthChecks_TargetFailsAndRecovers_AreReported()
    {
        var isHealthy = true;
        await using var backend = await Backend.StartAsync(http =>
        {
            http.Response.StatusCode = isHealthy ? 204 : 500;
            return Task.CompletedTask;
        });
        await using var host = await PangolinHost.StartAsync(["tunnels:health_check_interval=00:00:00.1", "tunnels:health_check_timeout=00:00:00.1"]);
        await host.AddSiteAsync("s-a");
        await host.AddResourceAsync("app", "s-a", "app.example.com", "web", "/health");
        await host.AddResourceAsync("other", "s-a", "other.example.com", "missing");
        var health = host.Services.GetRequiredService<BackendHealth>();
        host.Metric("pangolin_backend_health_status", ("backend", "web"), ("site_id", "s-a")).ShouldBe(0);

        var site = await host.ConnectAsync("s-a", $"web={backend.Address}");
        await Waiting.UntilAsync(() => host.States.Of("s-a").Targets.Count == 2, "the site has reported");
        host.States.Of("s-a").Targets.ShouldBe(new Dictionary<string, bool> { ["web"] = true, ["missing"] = false }, ignoreOrder: true);
        host.Metric("pangolin_backend_health_status", ("backend", "web"), ("site_id", "s-a")).ShouldBe(1);
        host.Metric("pangolin_backend_health_status", ("backend", "missing"), ("site_id", "s-a")).ShouldBe(0);
        health.IsHealthy("s-a", "web").ShouldBeTrue();
        health.IsHealthy("s-a", "missing").ShouldBeFalse();

        isHealthy = false;
        await Waiting.UntilAsync(() => !health.IsHealthy("s-a", "web"), "the failure is reported");
        host.Metric("pangolin_backend_health_status", ("backend", "web"), ("site_id", "s-a")).ShouldBe(0);
        isHealthy = true;
        await Waiting.UntilAsync(() => health.IsHealthy("s-a", "web"), "the recovery is reported");

        await site.StopAsync(Cancellation);
        await Waiting.UntilAsync(() => host.Metric("pangolin_backend_health_status", ("backend", "web"), ("site_id", "s-a")) == 0, "the site is offline");
    }

    [Fact]
    public async Task HealthChecks_ResourceAddedAfterwards_AreStarted()
    {
        await using var backend = await Backend.StartAsync("hello");
        await using var host = await PangolinHost.StartAsync();
        await host.ConnectAsync("s-a", $"db=tcp://127.0.0.1:{backend.Port}");
        await host.AddResourceAsync("app", "s-a", "app.example.com", "db", "connect");
        await Waiting.UntilAsync(() => host.Metric("pangolin_backend_health_status", ("backend", "db"), ("site_id", "s-a")) == 1, "the result is reported");
    }

    private static double RoundTrips(PangolinHost host) =>
        host.Scrape().Find("pangolin_tunnel_latency_seconds_count", ("site_id", "s-a"), ("transport", "websocket")).Sum(sample => sample.Value);
}
