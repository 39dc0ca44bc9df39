using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Pages;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn;

/// <summary>Sends browsers from the host of a resource to the sign-in page. Thread-safe.</summary>
internal sealed class SignInStart(Tickets tickets, ResourceOrigin origins, PangolinSettings settings)
{
    /// <summary>Whether people can sign in on a page.</summary>
    public static bool IsPossible(SignInPolicy policy) => policy.Methods.Any(method => method is not (AuthMethod.HeaderAuth or AuthMethod.AccessToken));

    /// <summary>Redirects to the sign-in page.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task RedirectAsync(HttpContext http, Resource resource)
    {
        if (origins.Find(http, resource) is not { } origin)
        {
            await Denials.InvalidAsync(http, $"Sign-in is not possible at port {http.Request.Host.Port}. To use it, add it to public_ports in the sign_in options of Pangolin.").ConfigureAwait(false);
            return;
        }
        var ticket = await tickets.CreateAsync(resource.Id, origin, ResourceOrigin.PathOf(http), SignInCookies.Bind(http), http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(MainAddress.Of(settings.Current, $"{SignInPaths.Page}?{SignInPaths.Ticket}={ticket}"));
    }

    /// <summary>Returns the address of a path on the host of a resource; the path alone if the port is unknown.</summary>
    public string AddressOf(HttpContext http, Resource resource, string path) => (origins.Find(http, resource), ResourceOrigin.IsPath(path)) switch
    {
        (var origin, false) => $"{origin}/",
        (null, _) => "/" + path.TrimStart('/'),
        (var origin, _) => origin + path,
    };
}
