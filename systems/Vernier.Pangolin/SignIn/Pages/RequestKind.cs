using Microsoft.AspNetCore.Http;

namespace Vernier.Pangolin.SignIn.Pages;

/// <summary>What kind of client sends a request.</summary>
internal static class RequestKind
{
    private const string FetchMode = "Sec-Fetch-Mode";

    /// <summary>Whether a browser opens a page, so that it can be redirected to the sign-in page and back.</summary>
    public static bool IsNavigation(HttpContext http) =>
        (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) && WantsPage(http);

    /// <summary>Whether a person sees the response. Browsers send Sec-Fetch-Mode with HTTPS and on localhost; otherwise the header Accept decides.</summary>
    public static bool WantsPage(HttpContext http)
    {
        if (http.Request.Headers.Upgrade.Count > 0)
            return false;
        var mode = http.Request.Headers[FetchMode].ToString();
        return mode.Length > 0 ? mode == "navigate" : http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }
}
