using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Console.Markup;

namespace Vernier.Pangolin.Console.Pages;

/// <summary>Asks before something is deleted.</summary>
internal static class Confirmation
{
    /// <summary>Creates the page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="layout">The frame.</param>
    /// <param name="question">The question.</param>
    /// <param name="consequences">What happens.</param>
    /// <param name="action">The path of the form.</param>
    /// <param name="button">The text of the button.</param>
    /// <param name="back">The path of the page before.</param>
    public static IResult Page(HttpContext http, Layout layout, string question, string consequences, string action, string button, string back) => layout.Page(http, question, Html.Of($"""
        <section class="card form"><p>{consequences}</p>
        <div class="buttons"><form method="post" action="{action}">{layout.Token(http)}<button class="danger">{button}</button></form>
        <a class="button quiet" href="{back}">Cancel</a></div></section>
        """));
}
