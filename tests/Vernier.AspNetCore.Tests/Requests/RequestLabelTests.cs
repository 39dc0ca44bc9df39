using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.AspNetCore.Requests;

namespace Vernier.AspNetCore.Tests.Requests;

public class RequestLabelTests
{
    [Theory]
    [InlineData("GET", HttpVerb.Get)]
    [InlineData("get", HttpVerb.Get)]
    [InlineData("HEAD", HttpVerb.Head)]
    [InlineData("POST", HttpVerb.Post)]
    [InlineData("PUT", HttpVerb.Put)]
    [InlineData("DELETE", HttpVerb.Delete)]
    [InlineData("CONNECT", HttpVerb.Connect)]
    [InlineData("OPTIONS", HttpVerb.Options)]
    [InlineData("TRACE", HttpVerb.Trace)]
    [InlineData("PATCH", HttpVerb.Patch)]
    [InlineData("PROPFIND", HttpVerb.Other)]
    [InlineData("GETX", HttpVerb.Other)]
    [InlineData("", HttpVerb.Other)]
    public void VerbOf_Method_IsBounded(string method, HttpVerb verb) => RequestMethod.VerbOf(method).ShouldBe(verb);

    [Fact]
    public void Method_Label_HasTheStandardVerbsAndOther() => HttpRequestCatalog.Duration.Label(nameof(HttpRequestLabels.Method)).Values
        .ShouldBe(["_OTHER", "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"]);

    // The Prometheus form of the semantic conventions for http.server.request.duration and http.server.active_requests.
    [Fact]
    public void Labels_OfTheCatalog_HaveTheNamesOfTheConventions()
    {
        Names(HttpRequestCatalog.Duration).ShouldBe(
            "http_server_request_duration_seconds: http_request_method http_route http_response_status_code url_scheme network_protocol_version error_type");
        Names(HttpRequestCatalog.ActiveRequests).ShouldBe("http_server_active_requests: http_request_method url_scheme");
        HttpRequestCatalog.Duration.Buckets.ShouldBe([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]);
    }

    [Fact]
    public void Labels_OfPrometheusNet_HaveItsNames()
    {
        Names(PrometheusNetDefinitions.Received).ShouldBe("http_requests_received_total: code method controller action endpoint");
        Names(PrometheusNetDefinitions.Duration).ShouldBe("http_request_duration_seconds: code method controller action endpoint");
        Names(PrometheusNetDefinitions.InProgress).ShouldBe("http_requests_in_progress: method controller action endpoint");
        PrometheusNetDefinitions.Duration.Buckets.ShouldBe(
            [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048, 4.096, 8.192, 16.384, 32.768]);
    }

    [Theory]
    [InlineData(100, "100")]
    [InlineData(200, "200")]
    [InlineData(499, "499")]
    [InlineData(599, "599")]
    [InlineData(99, "_OTHER")]
    [InlineData(600, "_OTHER")]
    [InlineData(-1, "_OTHER")]
    public void TextOf_StatusCode_IsBounded(int code, string text)
    {
        RequestStatus.TextOf(code).ShouldBe(text);
        RequestStatus.TextOf(code).ShouldBeSameAs(RequestStatus.TextOf(code));
    }

    [Fact]
    public void Of_NoException_IsTheStatusOfTheResponse() =>
        RequestStatus.Of(new DefaultHttpContext { Response = { StatusCode = 404 } }, null).ShouldBe(404);

    [Fact]
    public void Of_UnhandledException_Is500() => RequestStatus.Of(new DefaultHttpContext(), new InvalidOperationException()).ShouldBe(500);

    [Fact]
    public void Of_BadHttpRequestException_IsItsStatus() => RequestStatus.Of(new DefaultHttpContext(), new BadHttpRequestException("too large", 413)).ShouldBe(413);

    [Fact]
    public void Of_CanceledAfterDisconnect_Is499() => RequestStatus.Of(Aborted(), new OperationCanceledException()).ShouldBe(499);

    [Fact]
    public void Of_OtherExceptionAfterDisconnect_Is500() => RequestStatus.Of(Aborted(), new InvalidOperationException()).ShouldBe(500);

    [Fact]
    public void Of_CanceledWithoutDisconnect_Is500() => RequestStatus.Of(new DefaultHttpContext(), new OperationCanceledException()).ShouldBe(500);

    [Fact]
    public void Of_DisconnectBeforeTheResponse_Is499() => RequestStatus.Of(Aborted(), null).ShouldBe(499);

    [Fact]
    public void Of_DisconnectAfterACompleteResponse_IsItsStatus()
    {
        var context = Aborted();
        context.Features.Set<IHttpResponseFeature>(new StartedResponse { StatusCode = 200 });
        RequestStatus.Of(context, null).ShouldBe(499);
        context.Response.ContentLength = 5;
        RequestStatus.Of(context, null).ShouldBe(200);
    }

    [Fact]
    public void Of_DisconnectedWebSocketOverHttp2_Is200()
    {
        var context = Aborted();
        context.Features.Set<IHttpExtendedConnectFeature>(new Connect { IsExtendedConnect = true });
        RequestStatus.Of(context, null).ShouldBe(200);
    }

    [Fact]
    public void Of_DisconnectedWebSocket_Is101()
    {
        HttpContext context = Aborted();
        context.Response.StatusCode = 101;
        RequestStatus.Of(context, null).ShouldBe(101);
    }

    private static DefaultHttpContext Aborted() => new() { RequestAborted = new CancellationToken(canceled: true) };

    private static string Names(MetricDefinition definition) => $"{definition.Name}: {string.Join(' ', definition.Labels.Select(label => label.Name))}";

    private sealed class StartedResponse : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }

    private sealed class Connect : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect { get; init; }

        public string? Protocol => "websocket";

        public ValueTask<Stream> AcceptAsync() => throw new NotSupportedException();
    }
}
