using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Vernier.Forwarding;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Proxy;

/// <summary>Maps failures of forwarding to the label of errors and to the status of the response.</summary>
internal static class ProxyErrors
{
    private static readonly FrozenDictionary<string, ProxyError> Names =
        Enum.GetValues<ProxyError>().ToFrozenDictionary(error => JsonNamingPolicy.SnakeCaseLower.ConvertName(error.ToString()));

    /// <summary>Returns the failure that a site reports in its response; null if the response is that of a backend.</summary>
    public static ProxyError? OfSite(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(SiteProtocol.ErrorHeader, out var values) ? Names.GetValueOrDefault(values.ToString(), ProxyError.Other) : null;

    /// <summary>Returns the cause of a failed request.</summary>
    public static ProxyError Of(ForwarderResult result) => result.Outcome switch
    {
        ForwarderOutcome.ResponseRejected => (result.Exception as SiteException)?.Error ?? ProxyError.Other,
        ForwarderOutcome.RequestCanceled or ForwarderOutcome.RequestBodyClientTimedOut or ForwarderOutcome.ResponseBodyClient
            or ForwarderOutcome.ResponseBodyClientTimedOut or ForwarderOutcome.TunnelClient => ProxyError.ClientAborted,
        ForwarderOutcome.RequestBodyClient or ForwarderOutcome.UpgradeInvalid or ForwarderOutcome.UpgradeUnsupported => ProxyError.InvalidRequest,
        ForwarderOutcome.RequestTimedOut or ForwarderOutcome.ResponseBodyTimedOut or ForwarderOutcome.TunnelIdle => ProxyError.Timeout,
        ForwarderOutcome.ResponseHeaders when result.Exception is HttpRequestException { InnerException: null } => ProxyError.InvalidResponse,
        _ => IsStreamReset(result.Exception) ? ProxyError.ConnectionReset : ProxyError.TunnelLost,
    };

    /// <summary>Returns the status of the response to a request that failed before its response started.</summary>
    public static int StatusOf(ProxyError error) => error switch
    {
        ProxyError.SiteOffline or ProxyError.NoBackend => StatusCodes.Status503ServiceUnavailable,
        ProxyError.Timeout => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status502BadGateway,
    };

    /// <summary>Whether a failure is one of the connection to the backend or the site, after which a request that is safe to repeat is sent again.</summary>
    public static bool IsConnectionFailure(ProxyError error) => error is ProxyError.ConnectionRefused or ProxyError.ConnectionReset
        or ProxyError.NameResolution or ProxyError.Tls or ProxyError.UnknownTarget or ProxyError.TunnelLost;

    /// <summary>Whether a failure is one of the backend: the site is connected, and the request and the client are fine.</summary>
    public static bool IsBackendFailure(ProxyError error) => error is ProxyError.ConnectionRefused or ProxyError.ConnectionReset
        or ProxyError.NameResolution or ProxyError.Tls or ProxyError.UnknownTarget or ProxyError.Timeout or ProxyError.InvalidResponse or ProxyError.UpgradeFailed;

    /// <summary>The site resets a single stream if the connection to the backend failed after the headers of the response.</summary>
    private static bool IsStreamReset(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is HttpProtocolException)
                return true;
        }
        return false;
    }
}
