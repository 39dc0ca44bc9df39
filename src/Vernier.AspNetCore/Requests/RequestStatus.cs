using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Vernier.AspNetCore.Requests;

/// <summary>The status code under which a request that has ended is counted.</summary>
internal static class RequestStatus
{
    private const int First = 100;
    private const int Last = 599;

    private static readonly string[] Texts =
        [.. Enumerable.Range(First, Last - First + 1).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The code as a label value, without an allocation; <c>_OTHER</c> for one outside 100 to 599.</summary>
    public static string TextOf(int code) => code is >= First and <= Last ? Texts[code - First] : "_OTHER";

    /// <summary>What the request came to, for a middleware outside all others.</summary>
    /// <param name="context">The request.</param>
    /// <param name="escaped">The exception that escaped from the middleware; null when none did.</param>
    public static int Of(HttpContext context, Exception? escaped) => escaped switch
    {
        null => ClientLeft(context) ? StatusCodes.Status499ClientClosedRequest : context.Response.StatusCode,
        OperationCanceledException or IOException when context.RequestAborted.IsCancellationRequested => StatusCodes.Status499ClientClosedRequest,

        // The servers answer with the status that this exception carries.
        BadHttpRequestException bad when !context.Response.HasStarted => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>
    /// Whether the client went away before it could have the whole answer. Once an answer of known length is being sent, it may just as well have
    /// left because it has it all; and a socket that was upgraded always ends by somebody leaving.
    /// </summary>
    private static bool ClientLeft(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested
        && !(context.Response is { HasStarted: true, ContentLength: not null })
        && context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols
        && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true };
}
