using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Identity;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Certificates;

public sealed class CertificateApiTests
{
    [Fact]
    public async Task Renew_HostOfAResource_StartsTheJobDespiteTheDelay()
    {
        await using var host = await PangolinHost.StartAsync(["certificates:acme:directory=http://127.0.0.1:9/directory", "certificates:acme:accept_terms=true"]);
        await host.AddSiteAsync("s-a");
        await host.AddResourceAsync("r-app", "s-a", "app.example.com", "web");
        await Waiting.UntilAsync(() => Failures(host) == 1, "the first attempt fails, because nothing listens at the address of the ACME server");

        (await RenewAsync(host, "App.example.com")).ShouldBe(HttpStatusCode.Accepted);
        await Waiting.UntilAsync(() => host.Metric("pangolin_background_jobs_total", ("job_type", "cert_renewal"), ("status", "failure")) == 2, "another attempt");
        Failures(host).ShouldBe(2);
        var info = host.Services.GetRequiredService<ServerCertificates>().List().ShouldHaveSingleItem();
        info.Error.ShouldNotBeNull().ShouldContain("is unreachable");
    }

    [Theory]
    [InlineData("unknown.example.com")]
    [InlineData("192.0.2.1")]
    public async Task Renew_AnotherHost_Returns404(string name)
    {
        await using var host = await PangolinHost.StartAsync(["certificates:acme:directory=http://127.0.0.1:9/directory", "certificates:acme:accept_terms=true"]);
        (await RenewAsync(host, name)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Renew_WithoutKey_Returns401()
    {
        await using var host = await PangolinHost.StartAsync();
        using var response = await host.Client.PostAsync("/api/v1/certificates/app.example.com/renew", null, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static double Failures(PangolinHost host) =>
        host.Metric("pangolin_acme_cert_events_total", ("domain", "app.example.com"), ("event", "server_unavailable"));

    private static async Task<HttpStatusCode> RenewAsync(PangolinHost host, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/certificates/{name}/renew");
        request.Headers.Authorization = new("Bearer", (await host.Services.GetRequiredService<ApiKeys>().CreateAsync("test", TestContext.Current.CancellationToken)).Text);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
