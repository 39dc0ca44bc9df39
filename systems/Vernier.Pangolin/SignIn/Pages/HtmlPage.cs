using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Vernier.Pangolin.SignIn.Pages;

/// <summary>Writes small pages without scripts and external files, with a strict content security policy.</summary>
internal static class HtmlPage
{
    private const string Style = """
        :root{color-scheme:light dark}
        *{box-sizing:border-box}
        body{font:1rem/1.5 system-ui,sans-serif;margin:0;padding:1rem;display:flex;justify-content:center;background:#f3f4f6;color:#111827}
        main{width:100%;max-width:26rem;margin:4vh 0;padding:1.5rem;background:#fff;border:1px solid #d1d5db;border-radius:.75rem}
        h1{font-size:1.4rem;line-height:1.25;margin:0 0 1rem;overflow-wrap:anywhere}
        h2{font-size:1.05rem;margin:0 0 .5rem}
        section{border-top:1px solid #d1d5db;margin-top:1.25rem;padding-top:1.25rem}
        label{display:block;margin:.75rem 0 .25rem;font-weight:600}
        input{width:100%;font:inherit;padding:.6rem;border:1px solid #6b7280;border-radius:.4rem;background:#fff;color:inherit}
        button,.button{display:block;width:100%;margin-top:1rem;padding:.65rem;font:inherit;font-weight:600;text-align:center;text-decoration:none;border:0;border-radius:.4rem;background:#0f766e;color:#fff;cursor:pointer}
        a{color:#0f766e}
        :focus-visible{outline:3px solid #f59e0b;outline-offset:2px}
        .error{padding:.75rem;border-left:4px solid #b91c1c;background:#fef2f2;color:#7f1d1d}
        @media(prefers-color-scheme:dark){body{background:#0b0f17;color:#f3f4f6}main{background:#161c27;border-color:#374151}section{border-color:#374151}input{background:#0b0f17;border-color:#9ca3af}a{color:#4fd1c0}.error{background:#3b1114;color:#fecaca;border-color:#f87171}}
        """;

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    /// <summary>Encodes a text for an element or a quoted attribute.</summary>
    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>Writes a page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="title">The title, which is not encoded yet.</param>
    /// <param name="body">The HTML below the heading.</param>
    /// <param name="formTarget">Another origin to which a form may redirect; null for none.</param>
    public static Task WriteAsync(HttpContext http, int status, string title, string body, string? formTarget = null)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{StyleHash}'; form-action 'self'{(formTarget is null ? "" : " " + formTarget)}; frame-ancestors 'none'; base-uri 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        // Not no-referrer, with which browsers send forms without an origin.
        response.Headers["Referrer-Policy"] = "same-origin";
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{Encode(title)}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{Encode(title)}</h1>
            {body}
            </main>
            </body>
            </html>

            """, http.RequestAborted);
    }
}
