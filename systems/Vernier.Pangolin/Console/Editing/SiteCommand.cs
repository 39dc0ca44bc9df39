using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Console.Editing;

/// <summary>The command line that connects a site. Thread-safe.</summary>
internal sealed class SiteCommand(PangolinSettings settings)
{
    /// <summary>Returns the command line. Without a public URL the site connects to the address that the browser of the request uses.</summary>
    public string Of(HttpContext http, string siteId)
    {
        var server = settings.Current.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? $"{http.Request.Scheme}://{http.Request.Host}";
        return $"vernier site --server {server} --id {siteId} --secret-file {siteId}.secret --target NAME=URL";
    }
}
