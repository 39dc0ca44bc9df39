using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Vernier.AspNetCore.Requests;

/// <summary>Determines the status code under which a completed request is counted. Thread-safe.</summary>
public static class RequestStatus
{
    private const int First = 100;
    private const int Last = 599;

    private static readonly string?[] Texts = new string?[Last - First + 1];

    /// <summary>Gets the label value of a status code, allocated at its first use; <c>_OTHER</c> outside 100 to 599.</summary>
    /// <param name="code">The status code.</param>
    public static string TextOf(int code) =>
        code is >= First and <= Last ? Texts[code - First] ??= code.ToString(CultureInfo.InvariantCulture) : "_OTHER";

    /// <summary>Gets the status of a request, as seen by the outermost middleware.</summary>
    /// <param name="context">The request.</param>
    /// <param name="unhandled">The unhandled exception; null if there was none.</param>
    public static int Of(HttpContext context, Exception? unhandled) => unhandled switch
    {
        null => ClientDisconnected(context) ? StatusCodes.Status499ClientClosedRequest : context.Response.StatusCode,
        OperationCanceledException or IOException when context.RequestAborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,

        // Servers respond with the status of this exception.
        BadHttpRequestException bad when !context.Response.HasStarted => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>
    /// Returns whether the client disconnected before it received the whole response. While a response of known length is being sent, the client may
    /// have disconnected because it is complete, and an upgraded connection always ends with a disconnect.
    /// </summary>
    private static bool ClientDisconnected(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested
        && !(context.Response is { HasStarted: true, ContentLength: not null })
        && context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols
        && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true };
}
