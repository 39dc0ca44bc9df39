using System.Text;
using Microsoft.AspNetCore.Http;

namespace Vernier.Pangolin.Console.Markup;

/// <summary>A page. Scripts, frames and content of other origins are not allowed.</summary>
internal sealed class HtmlResult(Html html, int status = StatusCodes.Status200OK) : IResult
{
    private const string Policy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        // Browsers send the header Origin of forms only with a referrer policy that allows it.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
        return response.WriteAsync(html.ToString(), Encoding.UTF8, httpContext.RequestAborted);
    }
}
