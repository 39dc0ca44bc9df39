using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Identity;

namespace Vernier.Pangolin.Console.Markup;

/// <summary>The frame of all pages.</summary>
internal sealed class Layout(Antiforgery antiforgery)
{
    private const string Icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230f766e'/%3E%3Cpath d='M9 24V8h8a5.5 5.5 0 0 1 0 11h-4' fill='none' stroke='white' stroke-width='3.4' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

    private static readonly (string Path, string Title)[] AdminMenu =
    [
        ("/sites", "Sites"),
        ("/resources", "Resources"),
        ("/certificates", "Certificates"),
        ("/users", "Users"),
        ("/sessions", "Sessions"),
        ("/decisions", "Decisions"),
        ("/jobs", "Jobs"),
        ("/api-keys", "API keys"),
    ];

    /// <summary>Returns the hidden field of a form.</summary>
    public Html Token(HttpContext http) => Html.Of($"""<input type="hidden" name="{Antiforgery.Field}" value="{antiforgery.TokenOf(http)}">""");

    /// <summary>Creates a page with the menu of the caller.</summary>
    /// <param name="http">The request.</param>
    /// <param name="title">The title, which is also the heading.</param>
    /// <param name="content">The content below the heading.</param>
    /// <param name="actions">Links or forms next to the heading.</param>
    /// <param name="status">The status of the response.</param>
    public IResult Page(HttpContext http, string title, Html content, Html? actions = null, int status = StatusCodes.Status200OK)
    {
        var caller = Caller.TryOf(http);
        var path = http.Request.Path.Value ?? "";
        var items = caller?.Role == UserRole.Admin ? AdminMenu.Select(item => MenuItem(item.Path, item.Title, path)) : [];
        var links = Html.Of($"""<ul>{items}</ul>""");
        var account = caller?.User is { } user
            ? Html.Of($"""
                <a class="who" href="/account"{Current(path, "/account")}>{user.Name}</a>
                <form method="post" action="/logout">{Token(http)}<button class="quiet">Sign out</button></form>
                """)
            : Html.If(caller is not null, $"""<span class="who">Authentication is off</span>""");
        return new HtmlResult(Document(title, Html.Of($"""
            <a class="skip" href="#main">Skip to content</a>
            <header class="top">
            <a class="brand" href="/">{Logo}<span>Pangolin</span></a>
            <details class="menu"><summary>Menu</summary><nav aria-label="Menu">{links}</nav></details>
            <div class="account">{account}</div>
            </header>
            <div class="frame">
            <nav class="side" aria-label="Main">{links}</nav>
            <main id="main" tabindex="-1">
            <div class="heading"><h1>{title}</h1><div class="actions">{actions}</div></div>
            {Notices.Of(http)}
            {content}
            </main>
            </div>
            """)), status);
    }

    /// <summary>Creates a page without a menu, with one card: signing in and errors.</summary>
    public static IResult Card(string title, Html content, int status = StatusCodes.Status200OK) => new HtmlResult(Document(title, Html.Of($"""
        <main id="main" class="single">
        <div class="brand">{Logo}<span>Pangolin</span></div>
        <section class="card"><h1>{title}</h1>
        {content}
        </section>
        </main>
        """)), status);

    private static Html Logo => Html.Of($"""<img src="{Icon}" alt="" width="28" height="28">""");

    private static Html MenuItem(string target, string title, string path) => Html.Of($"""<li><a href="{target}"{Current(path, target)}>{title}</a></li>""");

    private static Html Current(string path, string target) => Html.If(
        path == target || path.StartsWith(target + "/", StringComparison.Ordinal), $" aria-current=\"page\"");

    private static Html Document(string title, Html body) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} – Pangolin</title>
        <link rel="icon" href="{Icon}">
        <link rel="stylesheet" href="{StyleSheet.Path}">
        </head>
        <body>
        {body}
        </body>
        </html>
        """);
}
