using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Vernier.AspNetCore.Configuration;
using Vernier.AspNetCore.Endpoints;

namespace Vernier.AspNetCore.Security;

/// <summary>
/// Rejects requests that a browser sends on behalf of another site: with the host name of that site (DNS rebinding), or from another origin
/// (cross-site request forgery). Clients other than browsers are not affected by the check of the origin. Thread-safe.
/// </summary>
public sealed class RequestRules
{
    private const string FetchSite = "Sec-Fetch-Site";

    private readonly List<StringSegment> _hosts;
    private readonly HashSet<string> _origins;
    private readonly bool _allowAnyHost;
    private readonly string _hostsSetting;
    private readonly string _originsSetting;

    /// <summary>Creates rules.</summary>
    /// <param name="hosts">
    /// The host names that are allowed, without ports; <c>*.example.com</c> for all subdomains, <c>*</c> for all. The IP address on which the server accepted
    /// the connection is always allowed: no name can be bound to it.
    /// </param>
    /// <param name="origins">The origins that are allowed in addition to that of the service, such as <c>https://viewer.example.com</c>.</param>
    /// <param name="hostsSetting">The setting of the host names, for error messages, such as <c>allowed_hosts in the options of CCProxy</c>.</param>
    /// <param name="originsSetting">The setting of the origins, for error messages.</param>
    public RequestRules(IReadOnlyList<string> hosts, IReadOnlyList<string> origins, string hostsSetting, string originsSetting)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        ArgumentNullException.ThrowIfNull(origins);
        _hosts = [.. hosts.Select(host => new StringSegment(host))];
        _allowAnyHost = hosts.Contains("*");
        _origins = new(origins, StringComparer.OrdinalIgnoreCase);
        _hostsSetting = hostsSetting;
        _originsSetting = originsSetting;
    }

    /// <summary>Gets the names of this machine, for a service that only local clients use: localhost, 127.0.0.1 and [::1].</summary>
    public static IReadOnlyList<string> LoopbackHosts { get; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Validates the settings of host names and origins.</summary>
    /// <param name="hosts">The host names.</param>
    /// <param name="hostsProperty">The property with the host names.</param>
    /// <param name="origins">The origins.</param>
    /// <param name="originsProperty">The property with the origins.</param>
    /// <returns>A failure for each invalid entry.</returns>
    public static IEnumerable<ValidationResult> Validate(IReadOnlyList<string> hosts, string hostsProperty, IReadOnlyList<string> origins, string originsProperty)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        ArgumentNullException.ThrowIfNull(origins);
        foreach (var (i, host) in hosts.Index().Where(entry => !IsHost(entry.Item)))
            yield return new RuleViolation("must be a host name without a port, such as api.example.com, *.example.com or *", hostsProperty, $"{i}") { Value = host };
        foreach (var (i, origin) in origins.Index().Where(entry => !IsOrigin(entry.Item)))
            yield return new RuleViolation("must be an http or https origin without a path, such as https://console.example.com", originsProperty, $"{i}") { Value = origin };
    }

    /// <summary>Checks the host name and the origin of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="check">Which requests of other origins are rejected.</param>
    /// <returns>Why the request is rejected; null if it is allowed.</returns>
    public RequestRejection? Check(HttpContext context, OriginCheck check)
    {
        ArgumentNullException.ThrowIfNull(context);
        return CheckHost(context) ?? CheckOrigin(context.Request, check);
    }

    /// <summary>Wraps a handler: requests that are rejected get problem details, or the response that <paramref name="write"/> writes.</summary>
    /// <param name="next">The handler.</param>
    /// <param name="check">Which requests of other origins are rejected.</param>
    /// <param name="write">Writes the response from its status and message. Null for problem details.</param>
    public RequestDelegate Protect(RequestDelegate next, OriginCheck check, Func<HttpContext, int, string, Task>? write = null)
    {
        ArgumentNullException.ThrowIfNull(next);
        write ??= ProblemResponse.WriteAsync;
        return context => Check(context, check) is { } rejection ? write(context, rejection.Status, rejection.Message) : next(context);
    }

    private static bool IsHost(string text) => text == "*" || Uri.CheckHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text) != UriHostNameType.Unknown;

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is ("http" or "https")
        && url.GetLeftPart(UriPartial.Authority) == text;

    private RequestRejection? CheckHost(HttpContext context)
    {
        if (_allowAnyHost)
            return null;
        var host = context.Request.Host;
        if (!host.HasValue)
            return new(StatusCodes.Status400BadRequest, "The header Host is required.");
        return HostString.MatchesAny(host.Value, _hosts) || IsLocalAddress(host, context.Connection.LocalIpAddress)
            ? null
            : new(StatusCodes.Status421MisdirectedRequest, $"The host name '{host.Host}' is not allowed. To use it, add it to {_hostsSetting}.");
    }

    private RequestRejection? CheckOrigin(HttpRequest request, OriginCheck check)
    {
        if (check == OriginCheck.StateChanges && IsSafe(request))
            return null;
        var isStrict = check == OriginCheck.StateChangingGet;
        var site = request.Headers[FetchSite].ToString();
        var origin = request.Headers.Origin.ToString();
        var isAllowedOrigin = !isStrict && _origins.Contains(origin);
        if (isStrict && site.Length == 0 && IsBrowser(request))
            return Forbidden("A browser must send the header Sec-Fetch-Site; it does so on https and on localhost.");
        if (site.Length > 0 && site is not ("same-origin" or "none") && !isAllowedOrigin)
            return Forbidden("Requests from other sites are not allowed.");
        return origin.Length > 0 && !isAllowedOrigin && !origin.Equals(OriginOf(request), StringComparison.OrdinalIgnoreCase)
            ? Forbidden($"Requests from other origins are not allowed. To allow one, add it to {_originsSetting}.")
            : null;
    }

    private static bool IsLocalAddress(HostString host, IPAddress? local)
    {
        if (local is null || !IPAddress.TryParse(host.Host, out var named))
            return false;
        return named.Equals(local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local);
    }

    private static bool IsSafe(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        && !request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsBrowser(HttpRequest request) => request.Headers.ContainsKey(HeaderNames.Origin)
        || request.Headers.ContainsKey(HeaderNames.Referer)
        || request.Headers.UserAgent.ToString().StartsWith("Mozilla/", StringComparison.Ordinal);

    /// <summary>Returns the origin of the service as a browser writes it: without the default port.</summary>
    private static string OriginOf(HttpRequest request) => request.Host.Port is null || request.Host.Port == (request.IsHttps ? 443 : 80)
        ? $"{request.Scheme}://{request.Host.Host}"
        : $"{request.Scheme}://{request.Host.Host}:{request.Host.Port}";

    private static RequestRejection Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);
}
