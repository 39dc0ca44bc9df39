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

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Failure is null ? Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(new byte[10]) }) : Task.FromException<HttpResponseMessage>(Failure);
    }

    /// <summary>A client's connection whose buffers are full.</summary>
    private sealed class StalledStream : MemoryStream
    {
        private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Writing => _writing.Task;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _writing.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
