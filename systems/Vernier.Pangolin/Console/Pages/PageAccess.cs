using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Identity;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>Who may see a page. Errors are pages, and who is not signed in is redirected to the sign-in page.</summary>
internal static class PageAccess
{
    public static Access Anonymous { get; } = Access.Anonymous with { WriteError = WriteErrorAsync };

    public static Access Member { get; } = Access.Member with { WriteError = WriteErrorAsync };

    public static Access Admin { get; } = Access.Admin with { WriteError = WriteErrorAsync };

    private static async Task WriteErrorAsync(HttpContext http, int status, string message)
    {
        http.Response.Headers.Remove("WWW-Authenticate");
        if (status == StatusCodes.Status401Unauthorized && HttpMethods.IsGet(http.Request.Method) && http.RequestServices.GetRequiredService<SignInOffer>().IsOffered)
        {
            var offer = await http.RequestServices.GetRequiredService<SignInOffer>().PathAsync(http).ConfigureAwait(false);
            await SeeOther.To(offer).ExecuteAsync(http).ConfigureAwait(false);
            return;
        }
        await Layout.Card(TitleOf(status), Html.Of($"""
            <p>{message}</p>
            <div class="buttons"><a class="button quiet" href="/">Go to the start page</a></div>
            """), status).ExecuteAsync(http).ConfigureAwait(false);
    }

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Sign in first",
        StatusCodes.Status403Forbidden => "Not allowed",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status409Conflict => "Not possible",
        StatusCodes.Status412PreconditionFailed => "Changed in the meantime",
        StatusCodes.Status421MisdirectedRequest => "Wrong host name",
        StatusCodes.Status503ServiceUnavailable => "Unavailable",
        _ => "Invalid request",
    };
}
