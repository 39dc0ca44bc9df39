using Microsoft.AspNetCore.Http;
using Vernier.DicomWebOAuth.Errors;
using Vernier.Forwarding;

namespace Vernier.DicomWebOAuth.Gateway;

/// <summary>Maps the outcome of a failed request to an error of the catalog and a status.</summary>
/// <param name="Status">The status of the response, and of the metrics if the client cannot receive it.</param>
/// <param name="Error">The error; null if the client caused the failure.</param>
internal readonly record struct ForwardingFailure(int Status, DicomWebOAuthException? Error)
{
    /// <summary>Maps an outcome other than <see cref="ForwarderOutcome.None"/>.</summary>
    /// <param name="result">The result of the forwarder.</param>
    /// <param name="server">The address of the server.</param>
    /// <param name="timeout">The activity timeout.</param>
    public static ForwardingFailure Of(ForwarderResult result, Uri server, TimeSpan timeout) => (result.Outcome, result.Exception) switch
    {
        (ForwarderOutcome.RequestCanceled or ForwarderOutcome.RequestBodyClient or ForwarderOutcome.RequestBodyClientTimedOut
            or ForwarderOutcome.ResponseBodyClient or ForwarderOutcome.ResponseBodyClientTimedOut, _) => new(result.FailureStatus, null),
        (_, DicomWebOAuthException known) => Of(known),
        (_, OperationCanceledException { InnerException: TimeoutException } connecting) => Of(NetworkError.Of(connecting, server)),
        (ForwarderOutcome.RequestTimedOut or ForwarderOutcome.ResponseBodyTimedOut, _) => Of(NetworkError.Timeout(server, timeout, result.Exception)),
        (_, { } exception and (HttpRequestException or IOException)) => Of(NetworkError.Of(exception, server)),
        _ => Of(new DicomWebOAuthException(ErrorCode.InternalState, "", result.Exception)),
    };

    /// <summary>Gets the problem text of a failure that the client caused.</summary>
    public string Detail => Status switch
    {
        StatusCodes.Status408RequestTimeout => "The request body did not arrive in time.",
        StatusCodes.Status413PayloadTooLarge => "The request body is too large.",
        _ => "The request body is incomplete or malformed.",
    };

    private static ForwardingFailure Of(DicomWebOAuthException error) => new(error.Description.Status, error);
}
