using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Pangolin.Identity;
using Vernier.Services;

namespace Vernier.Pangolin.Console.Markup;

/// <summary>The style sheet of the page.</summary>
internal static class StyleSheet
{
    private const string Route = "/pangolin.css";

    private static readonly string Text = Read();

    /// <summary>The path, which changes with the content.</summary>
    public static string Path { get; } = $"{Route}?v={TextHash.Of(Text)[..12]}";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(Route, (HttpContext http) =>
    {
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Text(Text, "text/css", Encoding.UTF8);
    }).ExcludeFromDescription().RequireAccess(Access.Anonymous);

    private static string Read()
    {
        using var stream = typeof(StyleSheet).Assembly.GetManifestResourceStream("pangolin.css")
            ?? throw new InvalidOperationException("The assembly does not contain pangolin.css.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
