namespace Vernier.AspNetCore.Security;

/// <summary>Which requests of pages of other origins <see cref="RequestRules"/> reject.</summary>
public enum OriginCheck
{
    /// <summary>
    /// Requests that can change state (all methods except GET, HEAD and OPTIONS), and WebSockets. Another origin can cause a GET, but cannot read its response.
    /// </summary>
    StateChanges,

    /// <summary>All requests: for proxies, which forward every request with credentials.</summary>
    AllRequests,

    /// <summary>All requests, also those of allowed origins and of browsers that do not state where a request comes from: for a GET that changes state.</summary>
    StateChangingGet,
}
