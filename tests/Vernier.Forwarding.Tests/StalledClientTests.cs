using System.Net;
using Microsoft.AspNetCore.Http;
using Vernier.Testing;

namespace Vernier.Forwarding.Tests;

public class StalledClientTests
{
    [Fact]
    public async Task Forward_ClientStopsReadingTheResponse_TimesOutAsTheClientsFailure()
    {
        var time = new ManualTime();
        var stalled = new StalledStream();
        var http = new DefaultHttpContext { Request = { Method = "GET" }, Response = { Body = stalled } };
        using var client = new HttpMessageInvoker(new FixedHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://destination/");

        var forwarding = new HttpForwarder(time).ForwardAsync(http, client, request, new ForwarderOptions { ActivityTimeout = TimeSpan.FromSeconds(10) });
        await stalled.Writing.WaitAsync(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(9));
        forwarding.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        var result = await forwarding.WaitAsync(TimeSpan.FromSeconds(30));
        (result.Outcome, result.StatusCode, result.ResponseBytes).ShouldBe((ForwarderOutcome.ResponseBodyClientTimedOut, 200, 0));
        http.Response.StatusCode.ShouldBe(ForwarderResult.ClientClosedRequest);
    }

    [Fact]
    public async Task Forward_ErrorBeforeTheRequestBodyIsComplete_DoesNotWaitForTheRest()
    {
        var http = new DefaultHttpContext { Request = { Method = "POST", ContentLength = 5, Body = new StalledStream() } };
        using var client = new HttpMessageInvoker(new FixedHandler { Status = HttpStatusCode.Forbidden });
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://destination/");

        var result = await new HttpForwarder(TimeProvider.System).ForwardAsync(http, client, request, new ForwarderOptions()).WithTimeout();

        (result.Outcome, http.Response.StatusCode).ShouldBe((ForwarderOutcome.None, 403));
    }

    [Fact]
    public async Task Forward_HandlerSendsTheBodyTwice_IsAFailure()
    {
        var http = new DefaultHttpContext { Request = { Method = "POST", ContentLength = 5, Body = new MemoryStream(new byte[5]) } };
        using var client = new HttpMessageInvoker(new FixedHandler { Sends = 2 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://destination/");

        var result = await new HttpForwarder(TimeProvider.System).ForwardAsync(http, client, request, new ForwarderOptions()).WithTimeout();

        (result.Outcome, http.Response.StatusCode).ShouldBe((ForwarderOutcome.Request, 502));
        result.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("cannot be sent again");
    }

    [Fact]
    public async Task Forward_HandlerThrows_IsAFailureToSendTheRequest()
    {
        var http = new DefaultHttpContext { Request = { Method = "GET" } };
        using var client = new HttpMessageInvoker(new FixedHandler { Failure = new InvalidOperationException() });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://destination/");

        var result = await new HttpForwarder(TimeProvider.System).ForwardAsync(http, client, request, new ForwarderOptions());

        (result.Outcome, result.Exception is InvalidOperationException, http.Response.StatusCode).ShouldBe((ForwarderOutcome.Request, true, 502));
    }

    private sealed class FixedHandler : HttpMessageHandler
    {
        public Exception? Failure { get; init; }

        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public int Sends { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var i = 0; i < Sends; i++)
                await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return Failure is null ? new HttpResponseMessage(Status) { Content = new ByteArrayContent(new byte[10]) } : throw Failure;
        }
    }

    /// <summary>A client's connection whose buffers are full in one direction and empty in the other.</summary>
    private sealed class StalledStream : MemoryStream
    {
        private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Writing => _writing.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _writing.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
