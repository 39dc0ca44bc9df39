using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Toolkit.Tests.Lint.Sources;

/// <summary>Reads from a real server on loopback.</summary>
public class EndpointReaderTests
{
    [Fact]
    public async Task ReadAsync_Metrics_AreRead()
    {
        var content = await ReadAsync(context => Text(context, "text/plain; version=0.0.4", "# TYPE a gauge\na 1\n"));

        content.Findings.ShouldBeEmpty();
        content.Metrics.ShouldHaveSingleItem().Name.ShouldBe("a");
    }

    [Fact]
    public async Task ReadAsync_InvalidLine_OthersAreRead()
    {
        var content = await ReadAsync(context => Text(context, "text/plain", "a 1\nb\n"));

        content.Findings.ShouldHaveSingleItem().Rule.ShouldBe(LintRules.MetricsSyntax);
        content.Metrics.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("text/html", "<html></html>")]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "Hello!")]
    [InlineData("text/plain", "")]
    [InlineData("text/plain", " \n")]
    public async Task ReadAsync_OtherContent_IsReported(string type, string text) =>
        (await ReadAsync(context => Text(context, type, text))).Findings.ShouldHaveSingleItem().Rule.ShouldBe(LintRules.EndpointContent);

    [Theory]
    [InlineData(404, "The endpoint returned 404 Not Found.")]
    [InlineData(500, "The endpoint returned 500 Internal Server Error.")]
    public async Task ReadAsync_OtherStatus_IsReported(int status, string message)
    {
        var finding = (await ReadAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        })).Findings.ShouldHaveSingleItem();

        (finding.Rule, finding.Message).ShouldBe((LintRules.EndpointStatus, message));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadAsync_Timeout_IsReported(bool sendsHeaders)
    {
        var content = await ReadAsync(
            async context =>
            {
                if (sendsHeaders)
                    await context.Response.WriteAsync("a 1\n");
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            },
            TimeSpan.FromMilliseconds(300));

        var finding = content.Findings.ShouldHaveSingleItem();
        (finding.Rule, finding.Message).ShouldBe((LintRules.EndpointTimeout, "No complete response was received and read within 0.3 s."));
    }

    [Fact]
    public async Task ReadAsync_ConnectionRefused_IsReported()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var content = await EndpointReader.ReadAsync(new($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}/metrics"), new LintOptions(), TestContext.Current.CancellationToken);

        content.Findings.ShouldHaveSingleItem().Rule.ShouldBe(LintRules.EndpointUnreachable);
    }

    [Fact]
    public async Task ReadAsync_PasswordInTheUrl_IsSentAndNotReported()
    {
        string? sent = null;
        var content = await ReadAsync(
            context =>
            {
                sent = context.Request.Headers.Authorization;
                context.Response.StatusCode = 401;
                return Task.CompletedTask;
            },
            userInfo: "me:secret%21@");

        sent.ShouldBe("Basic " + Convert.ToBase64String("me:secret!"u8));
        content.Findings.ShouldHaveSingleItem().ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task ReadAsync_UnknownCharset_IsReadAsUtf8()
    {
        var content = await ReadAsync(context => Text(context, "text/plain; charset=klingon", "a{b=\"ü\"} 1\n"));

        content.Findings.ShouldBeEmpty();
        content.Metrics.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ReadAsync_TruncatedOpenMetrics_IsReported() =>
        (await ReadAsync(context => Text(context, "application/openmetrics-text; version=1.0.0", "a 1\n"))).Findings.ShouldHaveSingleItem().Rule.ShouldBe(LintRules.MetricsSyntax);

    [Fact]
    public async Task ReadAsync_EndlessResponse_IsReportedAsTooLarge()
    {
        var chunk = new byte[1024 * 1024];
        chunk.AsSpan().Fill((byte)'#');
        var finding = (await ReadAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, CancellationToken.None);
        })).Findings.ShouldHaveSingleItem();

        (finding.Rule, finding.Message).ShouldBe((LintRules.EndpointContent, "The response is larger than 64 MiB."));
    }

    [Fact]
    public async Task ReadAsync_ConnectionClosedEarly_IsReported()
    {
        var finding = (await ReadAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("a 1\n");
            await context.Response.Body.FlushAsync();
            context.Abort();
        })).Findings.ShouldHaveSingleItem();

        (finding.Rule, finding.Message).ShouldBe((LintRules.EndpointUnreachable, "The connection was closed before the response was complete."));
    }

    private static Task Text(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text);
    }

    private static async Task<SourceContent> ReadAsync(RequestDelegate handler, TimeSpan? timeout = null, string userInfo = "")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapGet("/metrics", handler);
        await server.StartAsync(TestContext.Current.CancellationToken);
        var address = new Uri(server.Urls.Single().Replace("//", $"//{userInfo}") + "/metrics");
        return await EndpointReader.ReadAsync(address, new LintOptions { Timeout = timeout ?? TimeSpan.FromSeconds(30) }, TestContext.Current.CancellationToken);
    }
}
