using System.Security.Authentication;
using Microsoft.AspNetCore.Http;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Gateway;
using Vernier.Forwarding;

namespace Vernier.DicomWebOAuth.Tests.Gateway;

public class ForwardingFailureTests
{
    private static readonly Uri Server = new("https://user:hidden@pacs:8443/dicom-web?secret");
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(300);

    public static TheoryData<string> Outcomes => new(Enum.GetNames<ForwarderOutcome>().Where(name => name != nameof(ForwarderOutcome.None)));

    [Theory]
    [InlineData(nameof(ForwarderOutcome.RequestCanceled), 499)]
    [InlineData(nameof(ForwarderOutcome.RequestBodyClient), 400)]
    [InlineData(nameof(ForwarderOutcome.RequestBodyClientTimedOut), 408)]
    [InlineData(nameof(ForwarderOutcome.ResponseBodyClient), 499)]
    [InlineData(nameof(ForwarderOutcome.ResponseBodyClientTimedOut), 499)]
    public void Of_ClientFailed_HasAStatusAndNoError(string outcome, int status)
    {
        var failure = ForwardingFailure.Of(new(Parse(outcome), new IOException()), Server, Timeout);

        failure.Status.ShouldBe(status);
        failure.Error.ShouldBeNull();
    }

    [Fact]
    public void Of_BodyIsTooLarge_Is413() =>
        ForwardingFailure.Of(new(ForwarderOutcome.RequestBodyClient, new BadHttpRequestException("", 413)), Server, Timeout).Status.ShouldBe(413);

    [Theory]
    [InlineData(nameof(ForwarderOutcome.RequestTimedOut))]
    [InlineData(nameof(ForwarderOutcome.ResponseBodyTimedOut))]
    public void Of_ServerIsIdle_IsNet001(string outcome) =>
        ErrorOf(Parse(outcome), new OperationCanceledException()).ShouldBe("NET-001: The response did not arrive in time. https://pacs:8443 made no progress for 300 s.");

    [Fact]
    public void Of_ConnectTimeout_IsNet001() =>
        ErrorOf(ForwarderOutcome.RequestTimedOut, new TaskCanceledException("", new TimeoutException()))
            .ShouldBe("NET-001: The response did not arrive in time. https://pacs:8443 did not accept a connection in time.");

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, "NET-002: The connection failed. https://pacs:8443 is unreachable.")]
    [InlineData(HttpRequestError.NameResolutionError, "NET-002: The connection failed. The host name of https://pacs:8443 could not be resolved.")]
    [InlineData(HttpRequestError.SecureConnectionError, "NET-003: The TLS connection failed. The certificate of https://pacs:8443 is not trusted, or the handshake failed.")]
    [InlineData(HttpRequestError.InvalidResponse, "NET-002: The connection failed. https://pacs:8443 closed the connection or sent an invalid response.")]
    public void Of_RequestFailed_DependsOnTheCause(HttpRequestError cause, string message) =>
        ErrorOf(ForwarderOutcome.Request, new HttpRequestException(cause)).ShouldBe(message);

    [Fact]
    public void Of_TlsAlertWithoutCode_IsNet003() =>
        ErrorOf(ForwarderOutcome.Request, new HttpRequestException("", new AuthenticationException())).ShouldStartWith("NET-003");

    [Theory]
    [InlineData(nameof(ForwarderOutcome.ResponseHeaders))]
    [InlineData(nameof(ForwarderOutcome.RequestBodyDestination))]
    [InlineData(nameof(ForwarderOutcome.ResponseBodyDestination))]
    public void Of_ServerClosedTheConnection_IsNet002(string outcome) => ErrorOf(Parse(outcome), new IOException()).ShouldStartWith("NET-002");

    [Fact]
    public void Of_NoToken_KeepsTheError()
    {
        var error = new DicomWebOAuthException(ErrorCode.ProviderUnavailable, "");

        var failure = ForwardingFailure.Of(new(ForwarderOutcome.ResponseHeaders, error), Server, Timeout);

        failure.Error.ShouldBeSameAs(error);
        failure.Status.ShouldBe(503);
    }

    [Fact]
    public void Of_UnexpectedException_IsInt001() => ErrorOf(ForwarderOutcome.Request, new InvalidOperationException("x")).ShouldBe("INT-001: The gateway failed unexpectedly.");

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Of_AnyOutcome_IsNeverASuccess(string outcome) => ForwardingFailure.Of(new(Parse(outcome)), Server, Timeout).Status.ShouldBeGreaterThanOrEqualTo(400);

    private static ForwarderOutcome Parse(string outcome) => Enum.Parse<ForwarderOutcome>(outcome);

    private static string ErrorOf(ForwarderOutcome outcome, Exception exception) => ForwardingFailure.Of(new(outcome, exception), Server, Timeout).Error.ShouldNotBeNull().Message;
}
