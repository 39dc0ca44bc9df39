using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Vernier.Services.Web;

/// <summary>
/// Rejects requests that a browser sends on behalf of another site: with the host name of that site (DNS rebinding), or from another origin
/// (cross-site request forgery). Thread-safe.
/// </summary>
internal sealed class RequestRules
{
    private const string FetchSite = "Sec-Fetch-Site";

    private readonly List<StringSegment> _hosts;
    private readonly HashSet<string> _origins;
    private readonly bool _allowAnyHost;
    private readonly string _settings;

    /// <param name="hosts">The host names that are allowed, without ports; <c>*</c> for all.</param>
    /// <param name="origins">The origins that are allowed in addition to that of the service.</param>
    /// <param name="settings">The options with <c>allowed_hosts</c> and <c>allowed_origins</c>, for error messages.</param>
    public RequestRules(IReadOnlyList<string> hosts, IReadOnlyList<string> origins, string settings)
    {
        _hosts = [.. hosts.Select(host => new StringSegment(host))];
        _allowAnyHost = hosts.Contains("*");
        _settings = settings;
        _origins = new(origins, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a text is a valid entry of allowed_hosts: a host name without a port, such as api.example.com, *.example.com or *.</summary>
    public static bool IsHost(string text) => text == "*" || Uri.CheckHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text) != UriHostNameType.Unknown;

    /// <summary>Whether a text is a valid entry of allowed_origins: an http or https origin without a path.</summary>
    public static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is ("http" or "https")
        && url.GetLeftPart(UriPartial.Authority) == text;

    /// <exception cref="RequestException">400 or 421: the host name is missing or not allowed.</exception>
    public void CheckHost(HttpContext http)
    {
        if (_allowAnyHost)
            return;
        var host = http.Request.Host;
        if (!host.HasValue)
            throw new RequestException(StatusCodes.Status400BadRequest, "The header Host is required.");
        if (!HostString.MatchesAny(host.Value, _hosts))
        {
            throw new RequestException(StatusCodes.Status421MisdirectedRequest,
                $"The host name '{host.Host}' is not allowed. To use it, add it to allowed_hosts in {_settings}.");
        }
    }

    /// <summary>Checks the origin of a request that changes state or opens a WebSocket. Clients other than browsers send none of these headers.</summary>
    /// <exception cref="RequestException">403: the request is from another site.</exception>
    public void CheckOrigin(HttpContext http, bool isReset)
    {
        var request = http.Request;
        if (!isReset && IsSafe(request))
            return;
        var site = request.Headers[FetchSite].ToString();
        var origin = request.Headers.Origin.ToString();
        var isAllowedOrigin = !isReset && _origins.Contains(origin);
        if (isReset && site.Length == 0 && IsBrowser(request))
            throw Forbidden("A browser must send the header Sec-Fetch-Site; it does so on https and on localhost.");
        if (site.Length > 0 && site is not ("same-origin" or "none") && !isAllowedOrigin)
            throw Forbidden("Requests from other sites are not allowed.");
        if (origin.Length > 0 && !isAllowedOrigin && !origin.Equals(OriginOf(request), StringComparison.OrdinalIgnoreCase))
            throw Forbidden($"Requests from other origins are not allowed. To allow one, add it to allowed_origins in {_settings}.");
    }

    private static bool IsSafe(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        && !request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsBrowser(HttpRequest request) => request.Headers.ContainsKey(HeaderNames.Origin)
        || request.Headers.ContainsKey(HeaderNames.Referer)
        || request.Headers.UserAgent.ToString().StartsWith("Mozilla/", StringComparison.Ordinal);

    /// <summary>Returns the origin of the service as a browser writes it: without the default port.</summary>
    private static string OriginOf(HttpRequest request) => request.Host.Port is null || request.Host.Port == (request.IsHttps ? 443 : 80)
        ? $"{request.Scheme}://{request.Host.Host}"
        : $"{request.Scheme}://{request.Host.Host}:{request.Host.Port}";

    private static RequestException Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);
}
